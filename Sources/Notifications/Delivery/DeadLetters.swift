/// A letter that did not arrive, and is not sent again unless somebody asks for it.
package struct DeadLetter: Sendable, Equatable {
  package let letter: Letter
  package let attempts: Int
  /// Why the last attempt failed.
  package let reason: String
  /// Nanoseconds since 1970.
  package let at: Int64

  package init(_ letter: Letter, attempts: Int, reason: String, at: Int64) {
    self.letter = letter
    self.attempts = attempts
    self.reason = reason
    self.at = at
  }
}

/// Keeps the letters that did not arrive.
package protocol DeadLetters: Sendable {
  func keep(_ letter: DeadLetter) async
  /// Takes out a letter, to be sent again or forgotten; nil where there is none of that id.
  func take(id: String) async -> DeadLetter?
}
