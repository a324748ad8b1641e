internal import JSON

/// Says what becomes of the texts in a JSON value; nil leaves one as it is.
protocol TextChanges {
  func string(_ text: String, at pointer: String) -> String?
  /// The pointer is that of the member.
  func key(_ name: String, at pointer: String) -> String?
  /// The text that stands in the place of a number.
  func number(at pointer: String) -> String?
}

/// Writes a JSON value anew with other texts; keys that would become equal are numbered, so that it stays valid JSON.
struct JSONRewriter<Changes: TextChanges> {
  private let changes: Changes
  private var writer = JSONWriter()

  static func rewrite(_ value: JSONValue, _ changes: Changes) -> [UInt8] {
    var rewriter = JSONRewriter(changes: changes)
    rewriter.write(value, pointer: "", depth: 0)
    return rewriter.writer.bytes
  }

  private init(changes: Changes) { self.changes = changes }

  private mutating func write(_ value: JSONValue, pointer: String, depth: Int) {
    guard depth <= JSONLimits.deepest else { return writer.null() }
    switch value.kind {
    case .null, .bool: writer.value(value)
    case .string:
      guard let text = changes.string(value.string ?? "", at: pointer) else {
        return writer.value(value)
      }
      writer.string(text)
    case .number:
      guard let text = changes.number(at: pointer) else { return writer.value(value) }
      writer.string(text)
    case .array:
      writer.beginArray()
      for (position, element) in value.elements.enumerated() {
        write(element, pointer: "\(pointer)/\(position)", depth: depth + 1)
      }
      writer.endArray()
    case .object: writeObject(value, pointer, depth)
    }
  }

  private mutating func writeObject(_ value: JSONValue, _ pointer: String, _ depth: Int) {
    // Keys are told apart by their bytes, which `String` is not.
    var taken = Set(value.members.map { Array($0.key.utf8) })
    writer.beginObject()
    for (key, member) in value.members {
      let path = JSONPointer.appending(key, to: pointer)
      var name = key
      if let changed = changes.key(key, at: path), !changed.utf8.elementsEqual(key.utf8) {
        var number = 1
        name = changed
        while !taken.insert(Array(name.utf8)).inserted {
          number += 1
          name = "\(changed)~\(number)"
        }
      }
      writer.key(name)
      write(member, pointer: path, depth: depth + 1)
    }
    writer.endObject()
  }
}
