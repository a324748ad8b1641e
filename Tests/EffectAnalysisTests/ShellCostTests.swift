import ActionModel
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
      let script = first + String(repeating: repeated, count: count) + last
      return try ShellBench.analyzer.get()
        .run(Array(script.utf8), argument: "", scene: ShellBench.scene).steps
    }
    let few = try steps(20)
    let many = try steps(200)
    #expect(many <= few * 11 + 200, "\(few) steps became \(many)")
  }

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
    let steps = try ShellBench.analyzer.get()
      .run(Array(script.utf8), argument: "", scene: ShellBench.scene).steps
    #expect(steps <= EvaluationLimits.steps + EvaluationLimits.words)
  }

  @Test func `too many effects are a gap`() throws {
    let script = (0..<2000).map { "rm /\($0)" }.joined(separator: "\n")
    let effects = try ShellBench.analyze(script)
    #expect(effects.all.count <= EffectCollector.limit + 1)
    #expect(effects.gaps.contains { $0.why.contains("too much") })
  }
}
