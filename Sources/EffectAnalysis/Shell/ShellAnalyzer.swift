package import ActionModel
import ShellSyntax

/// Says what a shell script would do: the entry to the abstract evaluation.
package struct ShellAnalyzer: Sendable {
  let table: CommandTable
  let code: CodeReader

  /// The effects of a script that a shell runs.
  ///
  /// - Parameters:
  ///   - argument: The JSON pointer of the argument that holds the script, for the evidence.
  ///   - scene: Where the script would run.
  package func analyze(_ script: String, argument: String, scene: Scene) -> Effects {
    analyze(Array(script.utf8), argument: argument, scene: scene)
  }

  /// The effects of a script in UTF-8.
  package func analyze(_ script: [UInt8], argument: String, scene: Scene) -> Effects {
    run(script, argument: argument, scene: scene).effects
  }

  /// The effects of a script, and how many steps it took to find them.
  func run(_ script: [UInt8], argument: String, scene: Scene) -> (effects: Effects, steps: Int) {
    var evaluation = ShellEvaluation(table: table, code: code, scene: scene, argument: argument)
    do {
      let program = Program(try ShellScript(parsing: script), origin: nil)
      _ = evaluation.run(program)
    } catch {
      let start = min(error.position, script.count)
      evaluation.collector.addGap(
        "this is no shell script: \(error.message)", at: start..<script.count)
    }
    return (evaluation.collector.effects(isLexical: evaluation.isLexical), evaluation.steps)
  }
}
