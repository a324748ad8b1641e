/// What a text would have a database do, as far as the text tells.
package struct SQLReading: Sendable, Hashable {
  /// A part of the text that could not be followed: it could do anything.
  package struct Gap: Sendable, Hashable {
    package let bytes: Range<Int>
    /// What is in the way, in words for people.
    package let why: String

    package init(_ why: String, at bytes: Range<Int>) {
      self.bytes = bytes
      self.why = why
    }
  }

  package internal(set) var statements: [SQLStatement] = []
  package internal(set) var gaps: [Gap] = []
  /// How much work the reading took, in tokens and nodes looked at; grows in proportion to the text.
  package internal(set) var steps = 0
}
