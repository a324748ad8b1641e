/// Field lines in the order sent, found by name without regard to case (RFC 9110, section 5).
///
/// The lines are kept as they stand on the wire, in one buffer, with the places of names and values beside it:
/// a received section is copied once and decoded only where somebody looks, and a built one is sent as it is.
package struct HTTPFields: Sendable {
  /// Where one line's name and value lie in the buffer.
  struct Entry: Sendable {
    var nameStart: UInt32
    var nameLength: UInt32
    var valueStart: UInt32
    var valueLength: UInt32

    var name: Range<Int> { Int(nameStart)..<Int(nameStart) + Int(nameLength) }
    var value: Range<Int> { Int(valueStart)..<Int(valueStart) + Int(valueLength) }
  }

  // INVARIANT: `wire` is a valid field section without its empty last line: each line is a token, a colon, a value of
  // UTF-8 without control bytes, and CR LF; `entries` holds one element a line, in order.
  private(set) var wire: [UInt8]
  private(set) var entries: [Entry]

  package init() {
    wire = []
    entries = []
  }

  /// Wraps a section that a parser has checked.
  init(uncheckedWire wire: [UInt8], entries: [Entry]) {
    self.wire = wire
    self.entries = entries
  }

  package var count: Int { entries.count }
  package var isEmpty: Bool { entries.isEmpty }

  /// Adds a line at the end.
  package mutating func append(_ name: HTTPFieldName, _ value: HTTPFieldValue) {
    if entries.isEmpty {
      wire.reserveCapacity(128)
      entries.reserveCapacity(4)
    }
    let nameStart = wire.count
    wire.append(contentsOf: name.bytes)
    wire.append(UInt8(ascii: ":"))
    wire.append(.space)
    let valueStart = wire.count
    wire.append(contentsOf: value.text.utf8)
    entries.append(
      Entry(
        nameStart: UInt32(nameStart), nameLength: UInt32(name.bytes.count),
        valueStart: UInt32(valueStart), valueLength: UInt32(wire.count - valueStart)))
    wire.append(.carriageReturn)
    wire.append(.lineFeed)
  }

  /// Removes all lines of a name.
  package mutating func removeAll(_ name: HTTPFieldName) {
    guard contains(name) else { return }
    var kept = HTTPFields()
    for entry in entries where !matches(entry, name) {
      kept.copy(entry, from: self)
    }
    self = kept
  }

  /// Puts one line of a name in the place of all there are, at the end.
  package mutating func set(_ name: HTTPFieldName, _ value: HTTPFieldValue) {
    removeAll(name)
    append(name, value)
  }

  private mutating func copy(_ entry: Entry, from other: HTTPFields) {
    let nameStart = wire.count
    wire.append(contentsOf: other.wire[entry.name])
    wire.append(UInt8(ascii: ":"))
    wire.append(.space)
    let valueStart = wire.count
    wire.append(contentsOf: other.wire[entry.value])
    wire.append(.carriageReturn)
    wire.append(.lineFeed)
    var entry = entry
    entry.nameStart = UInt32(nameStart)
    entry.valueStart = UInt32(valueStart)
    entries.append(entry)
  }

  func matches(_ entry: Entry, _ name: HTTPFieldName) -> Bool {
    Int(entry.nameLength) == name.bytes.count
      && wire.span.equals(entry.name, lowercase: name.bytes.span)
  }
}

// MARK: - Lookup

extension HTTPFields {
  /// Says whether a name occurs.
  package func contains(_ name: HTTPFieldName) -> Bool {
    entries.contains { matches($0, name) }
  }

  /// Counts the lines of a name.
  package func count(of name: HTTPFieldName) -> Int {
    entries.reduce(0) { $0 + (matches($1, name) ? 1 : 0) }
  }

  /// The value of a name, several lines joined by `, ` (RFC 9110, section 5.3); nil if the name does not occur.
  package subscript(_ name: HTTPFieldName) -> String? {
    var value: String?
    for entry in entries where matches(entry, name) {
      let text = text(entry.value)
      value = value.map { "\($0), \(text)" } ?? text
    }
    return value
  }

  /// The values of a name, line by line.
  package func values(of name: HTTPFieldName) -> [String] {
    entries.filter { matches($0, name) }.map { text($0.value) }
  }

  /// The bytes of the one line of a name, without a copy; nil if it occurs never or more than once.
  package func bytes(ofOnly name: HTTPFieldName) -> ArraySlice<UInt8>? {
    var found: Entry?
    for entry in entries where matches(entry, name) {
      guard found == nil else { return nil }
      found = entry
    }
    return found.map { wire[$0.value] }
  }

  /// Says whether a name occurs once, with a value equal to text in lower case, letters of either case being equal.
  package func isOnly(_ name: HTTPFieldName, lowercase text: String) -> Bool {
    var found: Entry?
    for entry in entries where matches(entry, name) {
      guard found == nil else { return false }
      found = entry
    }
    guard let found else { return false }
    return wire.span.equals(found.value, lowercase: text.utf8Span.span)
  }

  func text(_ range: Range<Int>) -> String {
    String(decoding: wire[range], as: UTF8.self)
  }
}

// MARK: - Elements

extension HTTPFields: Sequence {
  package struct Iterator: IteratorProtocol {
    fileprivate let fields: HTTPFields
    fileprivate var index = 0

    package mutating func next() -> (name: String, value: String)? {
      guard index < fields.entries.count else { return nil }
      let entry = fields.entries[index]
      index += 1
      let name = fields.wire[entry.name].map(\.asciiLowercase)
      return (String(decoding: name, as: UTF8.self), fields.text(entry.value))
    }
  }

  /// Goes through the lines in order, names in lower case.
  package func makeIterator() -> Iterator { Iterator(fields: self) }

  package var underestimatedCount: Int { entries.count }
}

extension HTTPFields: Equatable {
  /// Compares names without regard to case, values exactly, and order.
  package static func == (left: HTTPFields, right: HTTPFields) -> Bool {
    left.count == right.count && zip(left, right).allSatisfy { $0 == $1 }
  }
}

extension HTTPFields: ExpressibleByDictionaryLiteral {
  /// Builds fields from constants, in the order written.
  package init(dictionaryLiteral lines: (HTTPFieldName, HTTPFieldValue)...) {
    self.init()
    for (name, value) in lines { append(name, value) }
  }
}

extension HTTPFields: CustomStringConvertible {
  /// The names alone: values may be credentials.
  package var description: String {
    "fields: \(map(\.name).joined(separator: ", "))"
  }
}
