import ByteParsing

/// Builds JSON text as bytes, setting commas itself.
///
/// The caller sees to it that what begins also ends and that every value in an object has its key.
/// Nothing is inserted between tokens; members stand in the order they were written.
///
/// ```swift
/// var writer = JSONWriter()
/// writer.beginObject()
/// writer.key("decision")
/// writer.string("allow")
/// writer.endObject()
/// // writer.bytes is {"decision":"allow"}
/// ```
package struct JSONWriter: Sendable {
  /// The text so far.
  package private(set) var bytes: [UInt8] = []
  /// True after a complete value, where another one needs a comma first.
  private var needsComma = false

  /// Makes an empty text with room for `capacity` bytes.
  package init(capacity: Int = 0) {
    bytes.reserveCapacity(capacity)
  }

  /// Empties the text and keeps its storage for the next.
  package mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
    needsComma = false
  }

  package mutating func beginObject() { begin(UInt8(ascii: "{")) }
  package mutating func endObject() { end(UInt8(ascii: "}")) }
  package mutating func beginArray() { begin(UInt8(ascii: "[")) }
  package mutating func endArray() { end(UInt8(ascii: "]")) }

  /// Writes the key of the member whose value is written next.
  package mutating func key(_ key: String) {
    bytes.appendQuoted(key, comma: needsComma, colon: true)
    needsComma = false
  }

  /// Writes a member whose value is a string.
  package mutating func member(_ key: String, string value: String) {
    bytes.appendMember(key, value, comma: needsComma)
    needsComma = true
  }

  /// Writes a member whose value is a string of at most `length` bytes, none of which needs an escape: it is made in
  /// its place.
  package mutating func member(
    _ key: String, upTo length: Int, plain make: (inout OutputSpan<UInt8>) -> Void
  ) {
    self.key(key)
    bytes.append(addingCapacity: length + 2) { output in
      output.append(UInt8(ascii: "\""))
      make(&output)
      output.append(UInt8(ascii: "\""))
    }
    needsComma = true
  }

  /// Writes a string, escaping only what JSON demands (RFC 8785, section 3.2.2.2).
  package mutating func string(_ value: String) {
    bytes.appendQuoted(value, comma: needsComma)
    needsComma = true
  }

  /// Writes an integer in digits, however large.
  package mutating func int(_ value: Int) { int(Int64(value)) }

  /// Writes an integer in digits, however large.
  package mutating func int(_ value: Int64) {
    separate()
    if value < 0 { bytes.append(UInt8(ascii: "-")) }
    bytes.appendDigits(of: value.magnitude)
  }

  /// Writes an integer in digits, however large.
  package mutating func int(_ value: UInt64) {
    separate()
    bytes.appendDigits(of: value)
  }

  /// Writes a double as ECMAScript does; `null` for infinities and NaN, which JSON cannot say.
  package mutating func double(_ value: Double) {
    guard value.isFinite else { return null() }
    separate()
    ShortestDecimal(value).write(to: &bytes)
  }

  package mutating func bool(_ value: Bool) { literal(value ? "true" : "false") }

  package mutating func null() { literal("null") }

  /// Writes a value that is JSON text already, unchecked.
  package mutating func raw(_ value: Span<UInt8>) {
    separate()
    bytes.append(value)
  }

  private mutating func literal(_ word: String) { raw(word.utf8Span.span) }

  /// Writes a value exactly as it was read.
  package mutating func value(_ value: JSONValue) { raw(value.rawBytes.span) }

  /// Writes a value in canonical form; throws before anything of it stays in the text.
  mutating func canonical(_ value: JSONValue) throws(JSONError) {
    let before = (count: bytes.count, needsComma: needsComma)
    separate()
    do throws(JSONError) {
      try CanonicalWriter(storage: value.document.storage).write(value.index, to: &bytes)
    } catch {
      bytes.removeLast(bytes.count - before.count)
      needsComma = before.needsComma
      throw error
    }
  }

  /// Sets the comma before a value or key where one is due.
  private mutating func separate() {
    if needsComma { bytes.append(UInt8(ascii: ",")) }
    needsComma = true
  }

  private mutating func begin(_ bracket: UInt8) {
    separate()
    bytes.append(bracket)
    needsComma = false
  }

  private mutating func end(_ bracket: UInt8) {
    bytes.append(bracket)
    needsComma = true
  }
}
