import Locking

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
  /// The letters, the latest first.
  func all() async -> [DeadLetter]
  /// Takes out a letter, to be sent again or forgotten; nil where there is none of that id.
  func take(id: String) async -> DeadLetter?
}

/// Keeps the latest dead letters in memory, where no storage does.
package final class RecentDeadLetters: DeadLetters {
  private let limit: Int
  private let letters = Locked<[DeadLetter]>([])

  package init(limit: Int = 1000) {
    self.limit = limit
  }

  package func keep(_ letter: DeadLetter) async {
    letters.withLock { letters in
      letters.append(letter)
      if letters.count > limit { letters.removeFirst() }
    }
  }

  package func all() async -> [DeadLetter] { letters.withLock { $0.reversed() } }

  package func take(id: String) async -> DeadLetter? {
    letters.withLock { letters in
      letters.firstIndex { $0.letter.id == id }.map { letters.remove(at: $0) }
    }
  }
}
