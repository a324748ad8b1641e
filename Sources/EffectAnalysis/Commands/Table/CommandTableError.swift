/// Says what is wrong with a line of a command table, and what to write instead.
package struct CommandTableError: Error, Equatable, CustomStringConvertible {
  package let file: String
  /// From 1.
  package let line: Int
  package let message: String
  /// What to do about it.
  package let hint: String

  package var description: String { "\(file):\(line): \(message); \(hint)" }
}

/// Everything that is wrong with the command tables, at most 100 faults.
package struct CommandTableErrors: Error, CustomStringConvertible {
  package let all: [CommandTableError]

  package var description: String {
    all.map(\.description).joined(separator: "\n")
  }
}
