/// A pattern for names made of segments, such as `/srv/*/logs/**` or `github/create_*`.
///
/// | written | matches |
/// |---|---|
/// | `*` | any number of characters within a segment, none included |
/// | `**` | any number of characters and separators |
/// | `**/` where a segment begins | nothing, or any number of whole segments: `**/x` matches `x` and `a/b/x`, not `ax` |
/// | `?` | one Unicode scalar within a segment |
/// | `[a-z]` `[!a]` `[^a]` | one scalar of, or not of, the class; never the separator |
/// | `{a,b}` | one of the alternatives, which may hold all of the above |
/// | `\*` | the character itself: for `* ? [ ] { } , ! ^ -` and `\` |
///
/// Everything else stands for itself and the whole text has to match, case and all; `dir/**` matches what is below
/// `dir/`, not `dir`. Text is compared by Unicode scalars, without normalisation. No character of the text is
/// special. Matching takes time linear in the text, and allocates nothing.
package struct Glob: Sendable, Hashable, CustomStringConvertible {
  /// The longest pattern taken, in Unicode scalars.
  package static let maximumLength = 1024
  /// How many patterns the braces of one pattern may stand for.
  package static let maximumAlternatives = 64

  /// The pattern as it was written.
  package let pattern: String
  let program: GlobProgram

  /// Compiles a pattern whose segments are separated by `/`.
  package init(_ pattern: String) throws(GlobError) {
    try self.init(pattern, separator: "/") { branches throws(GlobError) in branches }
  }

  /// Compiles a pattern after `rewrite` has changed or refused its alternatives.
  init(
    _ pattern: String, separator: Unicode.Scalar,
    rewrite: ([[GlobToken]]) throws(GlobError) -> [[GlobToken]]
  ) throws(GlobError) {
    let tokens = try rewrite(try GlobParser.parse(pattern, separator: separator))
    guard let program = GlobProgram(tokens, separator: separator) else {
      throw GlobError(pattern: pattern, problem: .tooManyAlternatives, offset: 0)
    }
    self.pattern = pattern
    self.program = program
  }

  /// Tells whether the whole text matches.
  package func matches(_ text: String) -> Bool {
    program.matches(text.utf8Span.span)
  }

  package var description: String { pattern }

  package static func == (left: Glob, right: Glob) -> Bool {
    left.pattern.utf8Span.span.equals(right.pattern.utf8Span.span)
      && left.program.separator == right.program.separator
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(pattern)
  }
}
