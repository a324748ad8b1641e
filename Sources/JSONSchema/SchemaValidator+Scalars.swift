import JSON
import Matching

extension SchemaValidator {
  /// Asks what concerns numbers, strings, and values as wholes.
  mutating func askScalar(_ keyword: SchemaKeyword, _ value: JSONValue) -> Bool {
    switch keyword {
    case .types(let types):
      let type = TypeSet(of: value)
      return types.isSuperset(of: type)
        || fail("is \(Self.article(type)), and has to be \(types.description)")
    case .values(let values):
      for known in values {
        guard spend(1 + value.byteRange.count / 64) else { return false }
        if known == value { return true }
      }
      return fail("is none of the values that are allowed")
    case .multiple, .minimum, .maximum:
      guard let number = ExactNumber(value) else { return true }
      return spend(1 + number.digits.count / 64) && askNumber(keyword, number)
    case .length(let range):
      guard let text = value.string else { return true }
      guard spend(1 + text.utf8.count / 64) else { return false }
      // Characters are code points here (2020-12 validation, section 6.3), each of which has one first byte.
      let count = text.utf8.count { $0 & 0xC0 != 0x80 }
      return askCount(count, range, "characters")
    case .pattern(let pattern):
      guard let text = value.string else { return true }
      guard spend(1 + text.utf8.count / 64) else { return false }
      return pattern.matches(text) || fail("does not match the pattern")
    default: return true
    }
  }

  private mutating func askNumber(_ keyword: SchemaKeyword, _ number: ExactNumber) -> Bool {
    switch keyword {
    case .multiple(let divisor):
      return number.isMultiple(of: divisor) || fail("is no multiple of what the schema says")
    case .minimum(let bound, let isExclusive):
      return !(number < bound) && (!isExclusive || bound < number) || fail("is too small")
    case .maximum(let bound, let isExclusive):
      return !(bound < number) && (!isExclusive || number < bound) || fail("is too large")
    default: return true
    }
  }

  /// Compares a count with its bounds.
  mutating func askCount(_ count: Int, _ range: ClosedRange<Int>, _ what: String) -> Bool {
    if range.contains(count) { return true }
    return count < range.lowerBound
      ? fail("has \(count) \(what), at least \(range.lowerBound) are needed")
      : fail("has \(count) \(what), at most \(range.upperBound) are allowed")
  }

  private static func article(_ type: TypeSet) -> String {
    switch type {
    case .null: "null"
    case .array, .object, .integer: "an \(type.description)"
    case .fraction: "a number that is no integer"
    default: "a \(type.description)"
    }
  }
}
