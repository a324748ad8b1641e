extension ShellScript {
  /// A word: parts that the shell expands and joins, then perhaps splits and matches against files.
  package struct Word: Sendable {
    package let range: ByteRange
    package let parts: Run<WordPart>
    package let traits: WordTraits
    /// What it assigns, for an argument of `declare`, `export`, `local` and the like.
    package internal(set) var assignment: Place<Assignment>?

    /// Whether it expands to itself but for quotes: no parameter, substitution, pattern, brace or tilde.
    package var isConstant: Bool { traits.isDisjoint(with: .changing) }

    /// Whether it may be several words by its braces.
    package var hasBraces: Bool { traits.contains(.brace) }

    /// Whether it holds a compound value, `(…)`.
    package var isArray: Bool { traits.contains(.array) }
  }

  /// What can be known of a word at a glance.
  package struct WordTraits: OptionSet, Sendable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Some part is quoted, be it with nothing in it.
    package static let quoted = WordTraits(rawValue: 1)
    /// A parameter, an arithmetic expansion, a substitution or a part that the shell would refuse.
    package static let expansion = WordTraits(rawValue: 2)
    /// An unquoted `*` or `?`, an unquoted `[` with an unquoted `]` behind it, or an extended pattern.
    package static let pattern = WordTraits(rawValue: 4)
    /// An unquoted `{` with an unquoted `,` or `..` behind it: perhaps a brace expansion.
    package static let brace = WordTraits(rawValue: 8)
    /// A tilde where the shell looks for one.
    package static let tilde = WordTraits(rawValue: 16)
    /// A compound value, `(…)`.
    package static let array = WordTraits(rawValue: 32)

    static let changing: WordTraits = [.expansion, .pattern, .brace, .tilde, .array]
  }

  /// One part of a word.
  package struct WordPart: Sendable {
    /// With its quotes, `$` and brackets.
    package let range: ByteRange
    package let kind: Kind

    package enum Kind: Sendable {
      /// Bytes that stand for themselves; unless `hasSpecials` says so, no pattern or brace is among them.
      ///
      /// Within double quotes and here-documents nothing is special.
      case literal(hasSpecials: Bool)
      /// A backslash and the byte that it quotes; outside quotes and within double quotes.
      case escaped
      /// `'…'`: the bytes between the quotes.
      case singleQuoted
      /// `$'…'`: `ShellScript.ansiText(of:)` gives the text.
      case ansiQuoted
      /// `"…"`; `isTranslated` for `$"…"`.
      case doubleQuoted(Run<WordPart>, isTranslated: Bool)
      /// `~`, `~user`, `~+`, `~-` where the shell looks for one.
      case tilde
      /// `$name`, `${…}`
      case parameter(Place<ParameterExpansion>)
      /// `$((…))`, `$[…]`
      case arithmetic(Arithmetic)
      /// `$(…)`
      case substitution(CommandList)
      /// `` `…` ``; the ranges of its commands may lie behind the source.
      case backquoted(CommandList)
      /// `<(…)` and `>(…)`: a path whose other end the commands write or read.
      case process(CommandList, isInput: Bool)
      /// `(…)` of `name=(…)`; the shell takes it as a text where another part follows, as in `a=(b)c`.
      case array(Run<ArrayElement>)
      /// What the shell reads past, and refuses when it comes to expand it: a bad `${…}`, or
      /// backquotes around what is no command.
      case malformed
    }
  }

  /// `[…]` after a name.
  package enum Subscript: Sendable {
    /// `[@]`: all elements, each a word.
    case each
    /// `[*]`: all elements, joined.
    case joined
    /// A number for an indexed array, a key for an associative one: only the evaluation can tell.
    case element(Word, number: Place<ArithmeticNode>?)
  }
}
