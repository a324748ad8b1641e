import ActionModel
import Documents
import JSON
import Testing

@testable import EffectAnalysis

@Suite struct ShellCostTests {
  /// Scripts that grow: a beginning, what is repeated, an end.
  @Test(arguments: [
    ("", "rm x\n", ""), ("echo ", "$x", ""), ("echo ", "\"a\" ", ""), ("x=", "a", "; echo ${x%b*}"),
    ("", "x=$x/a;", ""), ("", "f() { :; };", ""), ("", "if t; then x=1; else x=2; fi;", ""),
    ("echo ", "$(echo a)", ""), ("", "cd a;", ""), ("", "cat a |", "cat"),
    ("eval '", "rm x;", "'"), ("echo $((", "1+", "1))"), ("case x in ", "a) rm x;;", " esac"),
    ("rm ", "*/", ""), ("x=", "ab", "; echo ${x//b/cc}"), ("", "while t; do x=$x; done;", ""),
    ("for i in ", "a ", "; do rm $i; done"), ("echo {", "a,", "b}"), ("", "a && ", "b"),
    ("", "trap 'rm x' EXIT;", ""),
  ])
  func `steps grow with the script, not faster`(first: String, repeated: String, last: String)
    throws
  {
    func steps(_ count: Int) throws -> Int {
      try ShellBench.steps(first + String(repeating: repeated, count: count) + last)
    }
    let few = try steps(20)
    let many = try steps(200)
    #expect(many <= few * 11 + 200, "\(few) steps became \(many)")
  }

  /// What is left over of the last step may be as much as its longest texts.
  private static let most =
    EvaluationLimits.steps + EvaluationLimits.words
    + 2 * EvaluationLimits.wordLength / EvaluationLimits.bytesPerStep

  /// Scripts that would run for ever, or grow without bound.
  @Test(arguments: [
    "while :; do x=$x$x; done", "x=a; while :; do x=$x$x; eval \"$x\"; done",
    "f() { f; f; }; f", ":(){ :|:& };:", "for ((;;)); do for ((;;)); do :; done; done",
    "for i in {1..200}; do for j in {1..200}; do for k in {1..200}; do echo $i$j$k; done; done; done | sh",
    "x='$(eval \"$x\")'; eval \"$x\"",
    "a=aaaaaaaaaa; for i in 1 2 3 4 5 6 7 8 9; do a=$a$a$a$a$a$a$a$a; done; rm $a",
    "printf '%099999999d' 1 | sh", "x[99999999999]=1; echo ${x[@]}", "echo $((2**64**64**64))",
    "x=$(printf '%65000s'); echo ${x//?/${x}}", "alias a='b b' b='a a'\na",
    "trap 'trap \"$0\" EXIT' EXIT",
  ])
  func `a script without end is given up in time`(script: String) throws {
    #expect(try ShellBench.steps(script) <= Self.most)
  }

  /// Scripts whose commands are few and whose texts are long.
  @Test(arguments: [
    "x=$(printf '%60000s'); while :; do echo \"$x\" | base64 | rev | base64 -d | wc -c; done",
    "x=$(printf '%60000s'); while :; do y=$x$x; z=${y//a/b}; done",
  ])
  func `long texts cost more than their commands`(script: String) throws {
    #expect(try ShellBench.steps(script) <= Self.most)
  }

  /// Each of these alone would take all the steps that there are, or a few.
  @Test(arguments: [
    "for i in {1..200}; do for j in {1..200}; do echo $i$j; done; done", "echo $(echo a) | cat",
  ])
  func `the commands of one call share their steps`(script: String) throws {
    let source = DocumentSource(
      name: "tools.yaml",
      bytes: Array("{version: 1, tools: [{tool: batch.run, args: {\"commands.*\": command}}]}".utf8)
    )
    let tools = try ToolCatalogue(adding: [source])
    let analyzer = try EffectAnalyzer(tools: tools)
    func sum(_ count: Int) throws -> EffectSum {
      var writer = JSONWriter()
      writer.beginObject()
      writer.member("tool", "batch.run")
      writer.key("args")
      writer.beginObject()
      writer.key("commands")
      writer.beginArray()
      for _ in 0..<count {
        writer.string(script)
      }
      writer.endArray()
      writer.endObject()
      writer.endObject()
      let action = try Action(
        native: try JSONDocument.parse(writer.bytes), caller: .anonymous)
      return analyzer.sum(of: action, in: ShellBench.scene)
    }
    let few = try sum(10)
    let many = try sum(100)
    #expect(many.budget.steps <= min(few.budget.steps * 11, Self.most))
    #expect(few.budget.steps > 0)
    #expect(many.effects.gaps.isEmpty == (many.budget.steps <= EvaluationLimits.steps))
  }

  @Test func `too many effects are a gap`() throws {
    let script = (0..<2000).map { "rm /\($0)" }.joined(separator: "\n")
    let effects = try ShellBench.analyze(script)
    #expect(effects.all.count <= EffectCollector.limit + 1)
    #expect(effects.gaps.contains { $0.why.contains("too much") })
  }
}
