import JSON

/// The arguments that a rule keeps out of notifications.
struct HiddenArguments {
  private static let mark = "[hidden]"

  /// What leads to each of them, name by name.
  private let paths: [[String]]

  /// - Parameter pointers: JSON pointers (RFC 6901).
  init(_ pointers: [String]) {
    paths = pointers.compactMap(JSONPointer.tokens)
  }

  /// The arguments with a mark in the place of each hidden value; nil for text that is no JSON.
  func masked(_ arguments: [UInt8]) -> [UInt8]? {
    guard let value = try? JSONDocument.parse(arguments) else { return nil }
    var writer = JSONWriter(capacity: arguments.count)
    write(value, paths[...], to: &writer)
    return writer.bytes
  }

  /// - Parameter paths: what leads from here to what is hidden.
  private func write(_ value: JSONValue, _ paths: ArraySlice<[String]>, to writer: inout JSONWriter)
  {
    guard !paths.isEmpty else { return writer.value(value) }
    guard !paths.contains([]) else { return writer.string(Self.mark) }
    func rest(behind name: String) -> ArraySlice<[String]> {
      paths.filter { $0.first == name }.map { Array($0.dropFirst()) }[...]
    }
    switch value.kind {
    case .object:
      writer.beginObject()
      for (name, member) in value.members {
        writer.key(name)
        write(member, rest(behind: name), to: &writer)
      }
      writer.endObject()
    case .array:
      writer.beginArray()
      for (position, element) in value.elements.enumerated() {
        write(element, rest(behind: String(position)), to: &writer)
      }
      writer.endArray()
    default: writer.value(value)
    }
  }
}
