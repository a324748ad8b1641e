import ShellSyntax
import TestKit
import Testing

@testable import struct ShellSyntax.ShellScript

/// Nothing that is read can take much time, memory or stack.
@Suite struct BoundTests {
  @Test func `nesting is refused beyond the limit whatever nests`() throws {
    let nests = [
      ("( ", " )"), ("{ ", "; }"), ("$(", ")"), ("<(", ")"), ("${x:-", "}"), ("if ", ""),
      ("while ", ""), ("[[ ( ", ""), ("[[ ! ! ! ", ""), ("f() { ", ""), ("\"${x:-", ""),
      ("coproc { ", ""), ("case x in x) ", ""), ("a=($(", ""), ("$((${x[$((", ""),
      ("`echo $(", ""), ("for x in x; do ", ""), ("$[$(", ""), ("${x/$(", ""), ("${x:$(", ""),
    ]
    for (opening, closing) in nests {
      let text = repeating(opening, 2_000) + "a" + repeating(closing, 2_000)
      #expect(failure(text) != nil, "\(opening)")
    }
  }

  @Test func `nesting within the limit is read`() throws {
    for (opening, closing) in [("( ", " )"), ("{ ", "; }"), ("$(", ")"), ("${x:-", "}")] {
      let text = repeating(opening, 90) + "a" + repeating(closing, 90)
      #expect(failure(text) == nil, "\(opening)")
    }
  }

  @Test func `arithmetic nested too deeply is left to the evaluation`() throws {
    let text = "echo $((" + repeating("(", 5_000) + "1" + repeating(")", 5_000) + "))"
    let script = try ShellScript(parsing: Array(text.utf8))
    #expect(script.arithmetic.isEmpty)
  }

  @Test func `size and nodes have limits`() throws {
    var limits = ShellLimits()
    limits.bytes = 10
    #expect(failure("echo 1234567", limits: limits)?.kind == .limit)
    limits.bytes = 1000
    limits.nodes = 100
    #expect(failure(repeating("a ", 80), limits: limits)?.kind == .limit)
  }

  /// What could make a parser read again what it has read: each is 100 times, then 1000 times as long.
  @Test func `ten times the input is about ten times the work`() throws {
    let families = [
      "echo a b c; ", "'a' \"b\" ", "$((1 + (2 * x))) ", "$( (a) ) ", "$((a); (b)) ",
      "((a); (b)); ",
      "`echo \\`a\\`` ", "${x:-${y:-z}} ", "${!?? } ", "cat <<E\n$(a)\nE\n",
      "cat <<-E\n\t$(a)\n\tE\n",
      "x=~/a:~/b ", "a[1]=2 ", "a=(1 2) ", "a\\\n", "a\\\n\\\n b ", "[[ a == b ]]; ", "<(a) ",
      "~a ",
      "$[1 + 2] ", "a && ", "! a | b; ", "((x = 1)); ", "case x in x) a;; esac; ", "{a,b} ", "<<E ",
      "a=b:~%", "declare a[\"x\"]=1; ", "2>a ", "coproc x; ", "$x\\\ny ",
    ]
    for family in families {
      let small = try work(repeating(family, 100) + "a")
      let large = try work(repeating(family, 1000) + "a")
      #expect(large <= small * 11, "\(family): \(small), \(large)")
    }
  }

  @Test func `alternate readings do not multiply`() throws {
    for opening in ["$((", "$(( ( ", "((", "`$((", "$(${!", "${x[$(("] {
      for count in [5, 10, 20, 40] {
        let text = repeating(opening, count) + "a"
        if let script = try? ShellScript(parsing: Array(text.utf8)) {
          #expect(script.work <= (text.utf8.count + 512) * 24)
        }
      }
    }
  }

  private func failure(_ text: String, limits: ShellLimits = ShellLimits()) -> ShellSyntaxError? {
    do throws(ShellSyntaxError) {
      _ = try ShellScript(parsing: Array(text.utf8), limits: limits)
      return nil
    } catch {
      return error
    }
  }

  private func work(_ text: String) throws -> Int {
    let script = try ShellScript(parsing: Array(text.utf8))
    return script.work + script.parts.count + script.words.count + script.commands.count
  }

  private func repeating(_ text: String, _ count: Int) -> String {
    String(repeating: text, count: count)
  }
}
