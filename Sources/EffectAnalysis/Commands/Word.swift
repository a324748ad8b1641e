/// The value of a word of a command line after all expansions, as far as it is known before anything runs.
///
/// Most words are constant. Others hold a part that only running can tell: a variable of the environment, the output
/// of a command, the names that a pattern matches.
struct Word: Hashable {
  /// A part of a word.
  enum Part: Hashable {
    /// Known characters.
    case text(String)
    /// Any characters but `/`: a number, a file's name, what `*` stands for; with the pattern where there is one.
    case segment(String)
    /// Any path below the directory that stands before it, or that directory; without `..`: what `find` prints.
    case below
    /// Any characters at all.
    case anything
    /// Any characters, as whoever runs the script has given them in a variable of the environment that it does not set.
    ///
    /// Nothing that the script does decides them; they are taken for a value, not for an option or a program's syntax.
    case given
  }

  let parts: Parts
  /// Where the word stands in the text that was analysed, in UTF-8.
  let bytes: Range<Int>

  init(parts: Parts, bytes: Range<Int>) {
    self.parts = parts
    self.bytes = bytes
  }

  init(parts: [Part], bytes: Range<Int>) {
    self.init(parts: Parts(parts), bytes: bytes)
  }

  init(_ text: String, bytes: Range<Int>) {
    self.init(parts: Parts(text), bytes: bytes)
  }

  /// The word's text, if all of it is known.
  var constant: String? { parts.constant }

  /// The known characters that the word begins with.
  var knownPrefix: String {
    if case .text(let text)? = parts.first { text } else { "" }
  }
}
