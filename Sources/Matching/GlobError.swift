/// Says what is wrong with a glob, where, and what to write instead.
package struct GlobError: Error, Equatable, CustomStringConvertible {
  /// The kinds of mistake.
  package enum Problem: Equatable, Sendable {
    case empty
    case tooLong
    case tooManyAlternatives
    case unterminatedClass
    case emptyRange
    case namedClass
    case separatorInClass
    case emptyClass
    case unterminatedBraces
    case nestedBraces
    case singleAlternative
    case unmatchedBrace
    case trailingEscape
    case uselessEscape(Unicode.Scalar)
    case relativePath
    case parentAfterWildcard
    case containsNUL
    case wildcardAtTop
    case doubleStarInLabel
    case host(HostNameError)
  }

  package let pattern: String
  package let problem: Problem
  /// Where the mistake begins, in Unicode scalars from the start of the pattern.
  package let offset: Int

  package var description: String {
    let shown = pattern.unicodeScalars.count > 120 ? String(pattern.prefix(120)) + "…" : pattern
    return "pattern `\(shown)`, character \(offset + 1): \(explanation)"
  }

  private var explanation: String {
    switch problem {
    case .empty: "an empty pattern matches nothing; write `**` for everything"
    case .tooLong: "longer than \(Glob.maximumLength) characters"
    case .tooManyAlternatives:
      "the braces stand for more than \(Glob.maximumAlternatives) patterns; write several patterns"
    case .unterminatedClass: "`[` without `]`; write `\\[` for a plain bracket"
    case .emptyRange: "the range ends before it begins; write the lower character first"
    case .namedClass: "named classes are not supported; write a range such as `[a-z]`"
    case .separatorInClass: "a class never matches the separator; write it outside the brackets"
    case .emptyClass: "the class matches no character at all"
    case .unterminatedBraces: "`{` without `}`; write `\\{` for a plain brace"
    case .nestedBraces: "braces within braces are not supported; list every alternative in one pair"
    case .singleAlternative:
      "braces hold two or more alternatives, such as `{a,b}`; write `\\{` for a plain brace"
    case .unmatchedBrace: "`}` without `{`; write `\\}` for a plain brace"
    case .trailingEscape: "`\\` escapes nothing here; write `\\\\` for a plain backslash"
    case .uselessEscape(let scalar):
      "`\\\(scalar)` is not an escape; write `\\\\` for a plain backslash"
    case .relativePath:
      "a path pattern begins with `/` or `**`; write `**/` before it to match at any depth"
    case .parentAfterWildcard:
      "`..` after a wildcard could lead anywhere; write the directory it means"
    case .containsNUL: "no path holds a NUL"
    case .wildcardAtTop:
      "the last label of a host pattern is written out; addresses are matched by CIDR blocks"
    case .doubleStarInLabel: "`**` stands for whole labels; write `**.` before the domain"
    case .host(let error): error.description
    }
  }
}
