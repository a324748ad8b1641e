/// One token of a program.
struct CodeToken {
  enum Kind: Equatable {
    /// A name, or several joined by what reaches members: `os.path.join`, `Foo::bar`, `$x->y`.
    case name
    case string
    /// A string that a shell runs: `` `ls` ``, `qx(ls)`.
    case command
    case number
    case regex
    case newline
    case mark(UInt8)
    /// A part of the program that is not known.
    case unknown
  }

  let kind: Kind
  /// Where it stands in the program.
  let range: Range<Int>
  /// What a string holds, or a name with `.` between its parts and `$` before variables.
  var value: [UInt8] = []
  /// Whether a name is a member of what stands before it: `().name`.
  var isMember = false

  func isMark(_ character: Unicode.Scalar) -> Bool {
    kind == .mark(UInt8(ascii: character))
  }

  /// The value as text, where all of it is known.
  var text: String? {
    value.contains(CodeText.unknown) ? nil : String(decoding: value, as: UTF8.self)
  }

  /// Whether this is a variable by its spelling.
  var isVariable: Bool { kind == .name && value.first == UInt8(ascii: "$") }
}
