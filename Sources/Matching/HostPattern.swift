/// A set of host names: `example.com` is that name alone, `*` stays within a label.
///
/// `*.example.com` is exactly one label before the domain, `**.example.com` one or more; neither is the domain itself:
/// `{example.com,**.example.com}` is both. `*` is any name of one label and `**` any name. The last label is never a
/// wildcard otherwise, and no pattern matches an address: those are matched by `CIDRBlock`.
package struct HostPattern: Sendable, Hashable, CustomStringConvertible {
  private let glob: Glob

  /// Compiles a pattern; letters of either case, a trailing dot is taken off.
  package init(_ pattern: String) throws(GlobError) {
    var bytes = pattern.utf8.map(HostName.lowercase)
    if bytes.last == dot { bytes.removeLast() }
    let text = String(decoding: bytes, as: UTF8.self)
    glob = try Glob(text, separator: ".") { branches throws(GlobError) in
      var rewritten: [[GlobToken]] = []
      for branch in branches { rewritten.append(try Self.check(branch, pattern)) }
      return rewritten
    }
  }

  /// Tells whether a name matches.
  package func matches(_ name: HostName) -> Bool { glob.matches(name.text) }

  /// Tells whether some text matches both patterns.
  package func mayIntersect(_ other: HostPattern) -> Bool { glob.mayIntersect(other.glob) }

  /// Tells whether every name that matches the other pattern surely matches this one too.
  package func covers(_ other: HostPattern) -> Bool { glob.covers(other.glob) }

  package var description: String { glob.pattern }

  /// Checks one alternative, and makes a `*` stand for a whole label, a `**` for at least one: no label is empty.
  private static func check(
    _ tokens: [GlobToken], _ pattern: String
  ) throws(GlobError) -> [GlobToken] {
    func error(_ problem: GlobError.Problem) -> GlobError {
      GlobError(pattern: pattern, problem: problem, offset: 0)
    }
    if let name = literalText(tokens[...]) {
      do { _ = try HostName(name) } catch {
        throw GlobError(pattern: pattern, problem: .host(error), offset: 0)
      }
      return tokens
    }
    let labels = tokens.split(separator: .literal("."), omittingEmptySubsequences: false)
    if let top = labels.last.flatMap(literalText) {
      if HostName.isNumber(Array(top.utf8)) { throw error(.host(.looksLikeAddress)) }
    } else if tokens != [.star] && tokens != [.doubleStar] {
      throw error(.wildcardAtTop)
    }
    var rewritten: [[GlobToken]] = []
    for label in labels {
      if label.isEmpty { throw error(.host(.emptyLabel)) }
      if label == [.star] || label == [.doubleStar] {
        rewritten.append([.anyOf(ScalarSet.all.removing("."))] + label)
        continue
      }
      for token in label {
        if token == .doubleStar { throw error(.doubleStarInLabel) }
        guard case .literal(let scalar) = token else { continue }
        guard let byte = UInt8(exactly: scalar.value), byte < 0x80 else {
          throw error(.host(.notASCII))
        }
        guard HostName.isLabelByte(byte) else { throw error(.host(.character(scalar))) }
      }
      rewritten.append(Array(label))
    }
    return Array(rewritten.joined(separator: [.literal(".")]))
  }

  /// The text of tokens that are all plain characters.
  private static func literalText(_ tokens: ArraySlice<GlobToken>) -> String? {
    var text = String.UnicodeScalarView()
    for token in tokens {
      guard case .literal(let scalar) = token else { return nil }
      text.append(scalar)
    }
    return String(text)
  }
}
