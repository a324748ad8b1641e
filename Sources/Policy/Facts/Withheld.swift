import ByteParsing
import Expressions
package import JSON

/// What is not known of an action that is decided from a record: secrets were taken out of it, and what nobody asked for
/// was never written down.
///
/// A condition that needs such a fact comes out unknown, and never as if the fact were absent.
package struct Withheld: Sendable {
  package var arguments = false
  package var context = false
  package var effects = false
  /// The effects, by position, whose targets are not known.
  package var targets: Set<Int> = []
  package var content = false
  package var abilities = false
  /// What stands in the place of what was taken out; a text that holds it is not known.
  package let mark: String

  package init(mark: String) { self.mark = mark }

  /// Whether text is only what was left of another.
  package func isRemnant(_ text: String) -> Bool { text.contains(bytes: mark) }

  /// Whether a document lacks something.
  package func hasGaps(_ document: JSONValue) -> Bool {
    // The mark has no character that JSON escapes.
    String(decoding: document.rawBytes, as: UTF8.self).contains(bytes: mark)
  }

  /// A document as conditions see it: its texts that are remnants are not known.
  func value(_ document: JSONValue, named name: String) -> Value {
    guard hasGaps(document) else { return .json(document) }
    switch document.kind {
    case .string: return .unknown(name)
    case .array:
      return .list(
        document.elements.enumerated().map { value($1, named: "\(name)[\($0)]") })
    case .object:
      return .map(
        MapValue(document.members.map { ($0.key, value($0.value, named: "\(name).\($0.key)")) }))
    case .null, .bool, .number: return .json(document)
    }
  }

  /// Whether it is known what stands at a path of a document, if only that nothing does.
  package func isKnown(_ path: [String], of document: JSONValue?) -> Bool {
    var value = document
    for member in path { value = value?[member] }
    return value.map { !hasGaps($0) } ?? true
  }
}
