/// Why a text is no script, and where.
package struct ShellSyntaxError: Error, Equatable, Sendable {
  package enum Kind: Sendable {
    /// The shell refuses it as well.
    case syntax
    /// It goes beyond the limits set for reading it; the shell might run it.
    case limit
  }

  package let kind: Kind
  /// The byte of the source at which reading stopped.
  package let position: Int
  package let message: String
}
