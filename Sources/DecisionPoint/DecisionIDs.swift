import Crypto
import Synchronization

/// Makes decision ids: `dec_` and 26 letters that sort by time of making and never repeat.
///
/// The letters are 48 bits of milliseconds since 1970, 16 bits that are those of the instance, and 64 bits of a counter with
/// a random start, in Crockford's base 32. The ids are unique, not secret.
final class DecisionIDs: Sendable {
  private static let prefix = Array("dec_".utf8)
  private static let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)

  private static let length = prefix.count + 26

  private let mark: UInt16
  private let counter: Atomic<UInt64>

  /// - Parameter instance: a name that the instance keeps over restarts, and others do not have.
  init(of instance: String, startingAt start: UInt64 = .random(in: .min ... .max)) {
    let digest = SHA256.hash(Array(instance.utf8)).bytes
    mark = UInt16(digest[0]) << 8 | UInt16(digest[1])
    counter = Atomic(start)
  }

  /// Whether an id is one that another instance has made: of those, one in 65,536 is not seen to be.
  func isOfAnother(_ id: String) -> Bool {
    let bytes = Array(id.utf8)
    guard bytes.count == Self.length, bytes.starts(with: Self.prefix) else { return false }
    var value = UInt128(0)
    for byte in bytes[Self.prefix.count...] {
      guard let digit = Self.alphabet.firstIndex(of: byte) else { return false }
      value = value << 5 | UInt128(digit)
    }
    return UInt16(truncatingIfNeeded: value >> 64) != mark
  }

  /// Makes the next id.
  func next(milliseconds: Int64) -> String {
    let low = counter.wrappingAdd(1, ordering: .relaxed).oldValue
    let value =
      UInt128(truncatingIfNeeded: milliseconds) << 80 | UInt128(mark) << 64 | UInt128(low)
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
