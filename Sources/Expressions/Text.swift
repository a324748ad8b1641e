/// Comparisons of strings by their bytes: the language neither normalises nor collates ("String and Bytes Values").
enum Text {
  static func areEqual(_ left: String, _ right: String) -> Bool {
    let left = left.utf8Span.span
    let right = right.utf8Span.span
    guard left.count == right.count else { return false }
    for index in left.indices where left[index] != right[index] { return false }
    return true
  }

  /// Compares by code points, which is the order of the UTF-8 bytes.
  static func order(_ left: String, _ right: String) -> Order {
    let left = left.utf8Span.span
    let right = right.utf8Span.span
    let shared = min(left.count, right.count)
    for index in 0..<shared where left[index] != right[index] {
      return left[index] < right[index] ? .less : .greater
    }
    return Order(left.count, right.count)
  }

  static func hasPrefix(_ text: Span<UInt8>, _ prefix: Span<UInt8>) -> Bool {
    prefix.count <= text.count && equal(text, prefix, at: 0)
  }

  static func hasSuffix(_ text: Span<UInt8>, _ suffix: Span<UInt8>) -> Bool {
    suffix.count <= text.count && equal(text, suffix, at: text.count - suffix.count)
  }

  static func contains(_ text: Span<UInt8>, _ part: Span<UInt8>) -> Bool {
    guard part.count <= text.count else { return false }
    guard !part.isEmpty else { return true }
    let first = part[0]
    for start in 0...text.count - part.count where text[start] == first {
      if equal(text, part, at: start) { return true }
    }
    return false
  }

  private static func equal(_ text: Span<UInt8>, _ part: Span<UInt8>, at start: Int) -> Bool {
    for index in part.indices where text[start + index] != part[index] { return false }
    return true
  }
}

/// How two values of one type stand to each other; `unordered` if one is not a number.
enum Order: Sendable {
  case less, equal, greater, unordered

  init<Value: Comparable>(_ left: Value, _ right: Value) {
    self = left < right ? .less : left == right ? .equal : left > right ? .greater : .unordered
  }
}
