import CommandLineParsing

/// `gatehouse completions`: writes a script that completes commands and options.
let completionsCommand: Command = Command(
  "completions", summary: "write a completion script: bash, zsh or fish",
  discussion: "bash: gatehouse completions bash > /etc/bash_completion.d/gatehouse",
  operands: [Operand("SHELL")]
) { arguments in
  guard let script = Completions.script(for: arguments.operands[0], of: Gatehouse.command) else {
    throw UsageError(
      message:
        "`\(arguments.operands[0])` is no shell known here: use \(Completions.shells.joined(separator: ", "))",
      command: "gatehouse completions")
  }
  Terminal.print(script)
  return ExitCode.success
}
