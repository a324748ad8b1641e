/// A scanned text: its bytes and their tokens, shared by all values read from it.
package final class JSONDocument: Sendable {
  let storage: JSONStorage

  init(bytes: [UInt8], tokens: [JSONToken]) {
    storage = JSONStorage(bytes: bytes, tokens: tokens)
  }

  /// Reads one JSON text strictly (RFC 8259) and gives its outermost value.
  ///
  /// Beyond the grammar it refuses what parsers are known to differ on: a byte order mark, ill-formed
  /// UTF-8, escapes of lone surrogates, keys that repeat within an object once unescaped, and
  /// anything past `limits`. Numbers are kept as written; none is refused for its size.
  package static func parse(
    _ bytes: [UInt8], limits: JSONLimits = .standard
  ) throws(JSONError) -> JSONValue {
    var scanner = JSONScanner(bytes.span, limits: limits)
    try scanner.scan()
    return JSONValue(document: JSONDocument(bytes: bytes, tokens: scanner.tokens), index: 0)
  }
}

/// What a document holds, as a value: readers borrow spans from it.
struct JSONStorage: Sendable {
  let bytes: [UInt8]
  let tokens: [JSONToken]

  var keys: JSONKeys {
    @_lifetime(borrow self)
    get { JSONKeys(bytes: bytes.span, tokens: tokens.span) }
  }

  /// Says whether a string stands for exactly this text.
  func isEqual(_ string: JSONToken, to text: String) -> Bool {
    keys.isEqual(string, to: text.utf8Span.span)
  }

  /// Finds the value of a key in an object.
  func value(of key: String, in object: Int) -> Int? {
    keys.index(of: key.utf8Span.span, in: object).map { $0 + 1 }
  }

  /// Decodes a member's key, and says where the next member's stands.
  func key(at index: Int) -> (text: String, next: Int) {
    (text(of: tokens[index]), tokens[index + 1].next)
  }

  /// Decodes a string.
  func text(of token: JSONToken) -> String {
    let content = token.content
    if token.isPlain { return String(decoding: bytes[content], as: UTF8.self) }
    var text: [UInt8] = []
    text.reserveCapacity(content.count)
    var reader = JSONTextReader(content)
    while true {
      text.append(contentsOf: bytes[reader.run(in: bytes.span)])
      guard let byte = reader.next(in: bytes.span) else { break }
      text.append(byte)
    }
    return String(decoding: text, as: UTF8.self)
  }
}
