import Synchronization

/// Makes decision ids: `dec_` and 26 letters that sort by time of making and never repeat.
///
/// The letters are 48 bits of milliseconds since 1970 and 80 bits of a counter with a random start, in Crockford's
/// base 32. The ids are unique, not secret.
final class DecisionIDs: Sendable {
  private static let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)

  private let high: UInt16
  private let counter: Atomic<UInt64>

  init(
    startingAt start: UInt64 = .random(in: .min ... .max), high: UInt16 = .random(in: .min ... .max)
  ) {
    self.high = high
    counter = Atomic(start)
  }

  /// Makes the next id.
  func next(milliseconds: Int64) -> String {
    let low = counter.wrappingAdd(1, ordering: .relaxed).oldValue
    let value =
      UInt128(truncatingIfNeeded: milliseconds) << 80 | UInt128(high) << 64 | UInt128(low)
    let prefix = "dec_".utf8Span.span
    let alphabet = Self.alphabet.span
    var letters: [UInt8] = []
    letters.append(addingCapacity: 30) { output in
      for index in prefix.indices { output.append(prefix[index]) }
      for shift in stride(from: 125, through: 0, by: -5) {
        output.append(alphabet[Int(truncatingIfNeeded: value &>> UInt128(shift)) & 31])
      }
    }
    return String(decoding: letters, as: UTF8.self)
  }
}
