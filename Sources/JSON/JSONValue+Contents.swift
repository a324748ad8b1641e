extension JSONValue {
  /// The members of an object in the order of the text; empty for other kinds.
  package var members: Members {
    token.kind == .object
      ? Members(document: document, position: index + 1, end: token.next)
      : Members(document: document, position: 0, end: 0)
  }

  /// The elements of an array in order; empty for other kinds.
  package var elements: Elements {
    token.kind == .array
      ? Elements(document: document, position: index + 1, end: token.next)
      : Elements(document: document, position: 0, end: 0)
  }

  /// Walks the members of an object; each key is decoded on its way.
  package struct Members: Sequence, IteratorProtocol, Sendable {
    fileprivate let document: JSONDocument
    fileprivate var position: Int
    fileprivate let end: Int

    package mutating func next() -> (key: String, value: JSONValue)? {
      guard position < end else { return nil }
      let (key, next) = document.storage.key(at: position)
      defer { position = next }
      return (key, JSONValue(document: document, index: position + 1))
    }
  }

  /// Walks the elements of an array.
  package struct Elements: Sequence, IteratorProtocol, Sendable {
    fileprivate let document: JSONDocument
    fileprivate var position: Int
    fileprivate let end: Int

    package mutating func next() -> JSONValue? {
      guard position < end else { return nil }
      defer { position = document.storage.tokens[position].next }
      return JSONValue(document: document, index: position)
    }
  }
}
