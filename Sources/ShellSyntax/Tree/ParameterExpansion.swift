extension ShellScript {
  /// `$name` or `${…}` (XCU 2.6.2, and bash's additions).
  package struct ParameterExpansion: Sendable {
    package enum Prefix: Sendable {
      case none
      /// `${#name}`: how long the value is, or how many elements there are.
      case length
      /// `${!name}`: the value names the parameter that is meant.
      case indirect
    }

    package let range: ByteRange
    package let prefix: Prefix
    /// A name, a number, or one of `@*#?-$!`.
    package let name: ByteRange
    package let subscripted: Subscript?
    package let operation: Operation

    package enum Operation: Sendable {
      case none
      /// `-`; with a colon an empty value counts as unset, here and in the next three.
      case useDefault(Word, hasColon: Bool)
      /// `=`
      case assignDefault(Word, hasColon: Bool)
      /// `?`
      case refuseUnset(Word, hasColon: Bool)
      /// `+`
      case useAlternative(Word, hasColon: Bool)
      /// `#` and `##`
      case removePrefix(Word, isLongest: Bool)
      /// `%` and `%%`
      case removeSuffix(Word, isLongest: Bool)
      /// `:offset` and `:offset:length`
      case substring(offset: Arithmetic, length: Arithmetic?)
      /// `/pattern/text`; the text is nil where no second slash stands.
      case replace(pattern: Word, with: Word?, Scope)
      /// `^`, `^^`, `,`, `,,`, `~`, `~~`; an empty pattern means every character.
      case changeCase(Case, pattern: Word, isEvery: Bool)
      /// `@Q` and its like: the letter.
      case transform(UInt8)
      /// `${!prefix*}` and `${!prefix@}`: the names of variables.
      case names(isJoined: Bool)
      /// `${!name[@]}` and `${!name[*]}`: the keys of an array.
      case keys(isJoined: Bool)
    }

    /// Which matches `/` replaces.
    package enum Scope: Sendable { case first, every, atStart, atEnd }

    package enum Case: Sendable { case upper, lower, toggled }
  }
}
