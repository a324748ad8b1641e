import ShellSyntax

/// Lists and pipelines (XCU 2.9.2, 2.9.3).
extension ShellEvaluation {
  mutating func run(_ list: ShellScript.CommandList, in program: Program) -> Status {
    var status = Status.success
    for index in list.indices where goesOn {
      let item = program.script.lists[index]
      settle()
      if item.isBackground {
        _ = inSubshell { $0.run(item, in: program) }
        status = .success
      } else {
        status = run(item, in: program)
      }
    }
    return status
  }

  /// Takes into account that a `cd` may have failed and the script went on.
  mutating func settle() {
    if state.directories.ifFailed.isEmpty { return }
    state.directories =
      state.endsOnError ? state.directories.succeeded : state.directories.settled
  }

  private mutating func run(_ list: ShellScript.AndOrList, in program: Program) -> Status {
    var status = Status.success
    for index in list.pipelines.indices where goesOn {
      let pipeline = program.script.pipelines[index]
      let wanted: Status
      switch pipeline.connection {
      case .first:
        status = run(pipeline, in: program)
        continue
      case .and: wanted = .success
      case .or: wanted = .failure
      }
      if status == wanted {
        assume(status)
        status = run(pipeline, in: program)
      } else if status == .unknown {
        var skipped = state
        skipped.directories =
          wanted == .success ? state.directories.failed : state.directories.succeeded
        assume(wanted)
        let ended = run(pipeline, in: program)
        if state.flow != .onward {
          status = wanted.negated
        } else {
          status = ended == wanted.negated ? ended : .unknown
        }
        state = merged(skipped, state)
      }
    }
    return status
  }

  /// Takes into account how the last command ended.
  mutating func assume(_ status: Status) {
    if state.directories.ifFailed.isEmpty { return }
    switch status {
    case .success: state.directories = state.directories.succeeded
    case .failure: state.directories = state.directories.failed
    case .unknown: break
    }
  }

  private mutating func run(_ pipeline: ShellScript.Pipeline, in program: Program) -> Status {
    let status: Status
    switch pipeline.commands.count {
    case 0: status = .success
    case 1: status = run(program.script.commands[Int(pipeline.commands.start)], in: program)
    default:
      status = eachChoice { $0.pipe(pipeline.commands, in: program) }
    }
    return pipeline.isNegated ? status.negated : status
  }

  /// Runs commands that flow into each other, each in a subshell of its own.
  private mutating func pipe(_ commands: Run<ShellScript.Command>, in program: Program) -> Status {
    let (outerInput, outerOutput) = (input, output)
    defer { input = outerInput }
    var status = Status.success
    for index in commands.indices where !isExhausted {
      let isLast = index == commands.indices.upperBound - 1
      output = isLast ? outerOutput : Stream()
      let readings = collector.readings
      status = inSubshell { $0.run(program.script.commands[index], in: program) }
      if isLast { break }
      let carriesData = collector.readings > readings || (input.isPresent && input.carriesData)
      input = Input(output ?? .unknown, carriesData: carriesData)
    }
    if isExhausted { output = outerOutput }
    return status
  }

  /// Runs one command with its redirections.
  mutating func run(_ command: ShellScript.Command, in program: Program) -> Status {
    guard step(at: program.evidence(command.range)) else { return .unknown }
    if case .simple(let assignments, let words) = command.kind {
      return eachChoice { evaluation in
        evaluation.redirected(command.redirections, in: program) {
          $0.runSimple(
            assignments, words, at: command.range, redirections: command.redirections, in: program)
        }
      }
    }
    let suspended = choices
    choices = nil
    defer { choices = suspended }
    return descend(at: program.evidence(command.range)) { evaluation in
      evaluation.redirected(command.redirections, in: program) {
        $0.runCompound(command, in: program)
      }
    }
  }
}
