import ShellSyntax

/// A parsed script, and where its text stands in the text that was analysed.
final class Program: Sendable {
  let script: ShellScript
  /// The word that the text came from, where it is not the analysed text itself.
  let origin: Range<Int>?

  init(_ script: ShellScript, origin: Range<Int>?) {
    self.script = script
    self.origin = origin
  }

  /// The place in the analysed text that says what stands in a range of this script.
  func evidence(_ range: ByteRange) -> Range<Int> {
    if let origin { return origin }
    return range.upperBound <= script.sourceCount ? range.range : script.sourceRange(of: range)
  }

  /// The text of a range.
  func text(_ range: ByteRange) -> String {
    String(decoding: script.text[range.range], as: UTF8.self)
  }
}

/// A function that a script defines.
struct ShellFunction: Hashable, Sendable {
  let program: Program
  let body: Place<ShellScript.Command>

  static func == (left: ShellFunction, right: ShellFunction) -> Bool {
    left.program === right.program && left.body.index == right.body.index
  }

  func hash(into hasher: inout Hasher) {
    hasher.combine(ObjectIdentifier(program))
    hasher.combine(body.index)
  }
}
