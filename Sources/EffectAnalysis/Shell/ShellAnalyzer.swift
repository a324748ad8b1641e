import ActionModel
import ShellSyntax

/// Says what a shell script would do: the entry to the abstract evaluation.
struct ShellAnalyzer: Sendable {
  let table: CommandTable
  let code: CodeReader

  /// The effects of a script that a shell runs.
  ///
  /// - Parameters:
  ///   - argument: The JSON pointer of the argument that holds the script, for the evidence.
  ///   - scene: Where the script would run.
  ///   - budget: What is left for the scripts of the call, and is less afterwards.
  func analyze(
    _ script: String, argument: String, scene: Scene, budget: inout EvaluationBudget
  ) -> Effects {
    let script = Array(script.utf8)
    var evaluation = ShellEvaluation(
      table: table, code: code, scene: scene, argument: argument, budget: budget)
    do {
      let program = Program(try ShellScript(parsing: script), origin: nil)
      _ = evaluation.run(program)
    } catch {
      let start = min(error.position, script.count)
      evaluation.collector.addGap(
        "this is no shell script: \(error.message)", at: start..<script.count)
    }
    budget = evaluation.budget
    return evaluation.collector.effects(isLexical: evaluation.isLexical)
  }
}
