package import JSON
package import YAML

extension JSONValue {
  /// The JSON of a YAML node; nil where it has none (infinities, nesting beyond JSON's limit).
  package init?(_ node: YAMLNode) {
    var writer = JSONWriter()
    guard JSONValue.write(node, to: &writer) else { return nil }
    do throws(JSONError) {
      self = try JSONDocument.parse(writer.bytes)
    } catch {
      return nil
    }
  }

  private static func write(_ node: YAMLNode, to writer: inout JSONWriter) -> Bool {
    switch node.content {
    case .null: writer.null()
    case .bool(let value): writer.bool(value)
    case .int(let value): writer.int(value)
    case .double(let value):
      guard value.isFinite else { return false }
      writer.double(value)
    case .string(let value): writer.string(value)
    case .sequence(let elements):
      writer.beginArray()
      for element in elements where !write(element, to: &writer) { return false }
      writer.endArray()
    case .mapping(let members):
      writer.beginObject()
      for member in members {
        writer.key(member.name)
        guard write(member.value, to: &writer) else { return false }
      }
      writer.endObject()
    }
    return true
  }
}
