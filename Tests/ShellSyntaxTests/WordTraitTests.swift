import ShellSyntax
import Testing

@Suite struct WordTraitTests {
  @Test func `what the shell would change makes a word not constant`() throws {
    let constant = [
      "a", "'a'", "\"a b\"", "\\*", "'*'", "[", "]", "a[", "{}", "{a}", "a{", "$'x'", "a~", "a=b",
      "\"{a,b}\"", "$", "+", "@", "a,b", "..",
    ]
    let changing = [
      "$a", "\"$a\"", "`a`", "*", "a?", "[a]", "x[a-z]y", "{a,b}", "{1..3}", "~", "~a/b", "a=~",
      "$((1))", "<(a)", "\"a`b`\"", "{'a',b}", "$\"$a\"",
    ]
    for word in constant { #expect(try isConstant(word), "\(word)") }
    for word in changing { #expect(try !isConstant(word), "\(word)") }
  }

  private func isConstant(_ word: String) throws -> Bool {
    let script = try ShellScript(parsing: Array("echo \(word)".utf8))
    guard case .simple(_, let words)? = script.commands.last?.kind, words.count == 2 else {
      return false
    }
    return script.words[words.indices.upperBound - 1].isConstant
  }
}
