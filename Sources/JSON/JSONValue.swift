/// A value of a scanned text, read when asked for.
///
/// Costs a reference and an index; keeps the whole text alive. Text is compared by code point, never
/// by canonical equivalence as `String` does: two spellings of `é` are two keys.
package struct JSONValue: Sendable {
  /// The kinds of value (RFC 8259, section 3).
  package enum Kind: Sendable {
    case null, bool, number, string, array, object
  }

  let document: JSONDocument
  let index: Int

  var token: JSONToken { document.storage.tokens[index] }

  package var kind: Kind {
    switch token.kind {
    case .null: .null
    case .false, .true: .bool
    case .number: .number
    case .string: .string
    case .array: .array
    case .object: .object
    }
  }

  package var isNull: Bool { token.kind == .null }

  /// The value of `true` or `false`; nil for other kinds.
  package var bool: Bool? {
    switch token.kind {
    case .false: false
    case .true: true
    default: nil
    }
  }

  /// The text of a string with its escapes resolved; nil for other kinds.
  package var string: String? {
    let token = token
    return token.kind == .string ? document.storage.text(of: token) : nil
  }

  /// Says whether this is a string that stands for exactly this text, without allocating.
  package func isString(equalTo text: String) -> Bool {
    let token = token
    guard token.kind == .string else { return false }
    return document.storage.isEqual(token, to: text)
  }

  /// The members of an object or the elements of an array; 0 for other kinds.
  package var count: Int { token.count }

  /// Looks a member up by its key, without allocating; nil for a missing key and for other kinds.
  ///
  /// Walks the members one by one.
  package subscript(_ key: String) -> JSONValue? {
    guard token.kind == .object,
      let value = document.storage.value(of: key, in: index)
    else { return nil }
    return JSONValue(document: document, index: value)
  }

  /// Gives an element of an array by its position, in one step for each element before it.
  package subscript(_ position: Int) -> JSONValue? {
    let token = token
    guard token.kind == .array, position >= 0, position < token.count else { return nil }
    var element = index + 1
    for _ in 0..<position { element = document.storage.tokens[element].next }
    return JSONValue(document: document, index: element)
  }

  /// Where the value lies in its text, in bytes; quotes and brackets included.
  package var byteRange: Range<Int> {
    let token = token
    return token.start..<token.end
  }

  /// The value exactly as written, white space within included; shares the text's storage.
  package var rawBytes: ArraySlice<UInt8> { document.storage.bytes[byteRange] }
}

extension JSONValue {
  /// The value of the text `null`.
  package static let null = JSONValue(
    document: JSONDocument(
      bytes: Array("null".utf8), tokens: [JSONToken(.null, start: 0, end: 4, next: 1)]),
    index: 0)

  /// The value of the text `{}`.
  package static let emptyObject = JSONValue(
    document: JSONDocument(
      bytes: Array("{}".utf8), tokens: [JSONToken(.object, start: 0, end: 2, next: 1)]),
    index: 0)
}
