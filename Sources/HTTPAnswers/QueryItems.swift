/// The parameters of a request's query, `name=value` joined by `&`, with percent-encoding (WHATWG URL, section 5.1).
package struct QueryItems: Sendable {
  private let items: [(name: String, value: String)]

  /// Reads a query; nil where its percent-encoding is broken.
  package init?(_ query: String?) {
    var items: [(String, String)] = []
    for part in (query ?? "").split(separator: "&") {
      let halves = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard let name = Self.decoded(halves[0]),
        let value = halves.count > 1 ? Self.decoded(halves[1]) : ""
      else { return nil }
      items.append((name, value))
    }
    self.items = items
  }

  /// Reads the query of a request whose parameters are known; others are refused.
  package init(_ query: String?, among names: Set<String>) throws(ProblemDetails) {
    guard let items = QueryItems(query), items.names.allSatisfy(names.contains) else {
      throw .invalidQuery("the parameters are \(names.sorted().joined(separator: ", "))")
    }
    self = items
  }

  /// The names, in their order.
  package var names: [String] { items.map(\.name) }

  /// The value of a name; the first of several.
  package subscript(_ name: String) -> String? { items.first { $0.name == name }?.value }

  /// The value of a name as a number; nil where there is none of that name.
  package func number(
    _ name: String, in range: ClosedRange<UInt64>
  ) throws(ProblemDetails) -> UInt64? {
    guard let text = self[name] else { return nil }
    guard let number = UInt64(text), range.contains(number) else {
      throw .invalidQuery(
        "`\(name)` is a number from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  private static func decoded(_ text: Substring) -> String? {
    var bytes: [UInt8] = []
    var rest = text.utf8
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "+"): bytes.append(UInt8(ascii: " "))
      case UInt8(ascii: "%"):
        let digits = rest.prefix(2)
        guard digits.count == 2, let value = UInt8(String(Substring(digits)), radix: 16),
          digits.allSatisfy({ $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: "-") })
        else { return nil }
        rest = rest.dropFirst(2)
        bytes.append(value)
      default: bytes.append(byte)
      }
    }
    return String(validating: bytes, as: UTF8.self)
  }
}
