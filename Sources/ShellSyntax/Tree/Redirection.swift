extension ShellScript {
  /// One redirection (XCU 2.7, and bash's `&>`, `&>>`, `<<<`, `{name}>`).
  package struct Redirection: Sendable {
    package enum Operator: Sendable {
      /// `<`
      case read
      /// `>`
      case write
      /// `>|`
      case overwrite
      /// `>>`
      case append
      /// `<>`
      case readWrite
      /// `<&`
      case duplicateInput
      /// `>&`: a descriptor, `-`, or else a file for standard output and standard error.
      case duplicateOutput
      /// `&>`: standard output and standard error.
      case writeBoth
      /// `&>>`
      case appendBoth
      /// `<<` and `<<-`
      case hereDocument(Place<HereDocument>)
      /// `<<<`
      case hereString
    }

    package enum Descriptor: Sendable {
      /// None is written: 0 for what reads, 1 for what writes.
      case standard
      case number(Int32)
      /// `{name}`: the shell picks one and puts its number into the variable.
      case variable(ByteRange)
    }

    package let range: ByteRange
    package let descriptor: Descriptor
    package let operation: Operator
    /// The file, descriptor or text; for a here-document its delimiter.
    package let target: Word
  }

  /// A here-document (XCU 2.7.4).
  package struct HereDocument: Sendable {
    /// Whether its delimiter is quoted, so that nothing in the body is expanded.
    package let isQuoted: Bool
    /// The body without the line of the delimiter; one literal part where the delimiter is quoted.
    package let body: Word
  }
}
