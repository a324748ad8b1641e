/// Holds one document as it was read: a name to show in messages, and its bytes.
package struct DocumentSource: Sendable {
  /// What messages call the source, commonly the path of its file.
  package let name: String
  package let bytes: [UInt8]

  package init(name: String, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
  }
}
