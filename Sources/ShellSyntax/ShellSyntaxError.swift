/// Why a text is no script, and where.
package struct ShellSyntaxError: Error, Equatable, Sendable {
  /// The byte of the source at which reading stopped.
  package let position: Int
  package let message: String

  init(_ message: String, at position: Int) {
    self.message = message
    self.position = position
  }
}
