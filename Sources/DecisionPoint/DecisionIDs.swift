import Synchronization

/// Makes decision ids: `dec_` and 26 letters that sort by time of making and never repeat.
///
/// The letters are 48 bits of milliseconds since 1970 and 80 bits of a counter with a random start, in Crockford's
/// base 32. The ids are unique, not secret.
final class DecisionIDs: Sendable {
  private static let prefix = Array("dec_".utf8)
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
    let (prefix, alphabet) = (Self.prefix.span, Self.alphabet.span)
    let letters: [30 of UInt8] = .init { place in
      guard place >= prefix.count else { return prefix[place] }
      return alphabet[Int(truncatingIfNeeded: value &>> UInt128(5 * (29 - place))) & 31]
    }
    // INVARIANT: the letters are ASCII, which is UTF-8.
    guard let text = try? UTF8Span(validating: letters.span) else {
      preconditionFailure("an id of other letters")
    }
    return String(copying: text)
  }
}
