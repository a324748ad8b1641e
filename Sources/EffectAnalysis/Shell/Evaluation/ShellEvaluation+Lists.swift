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
    let first = program.script.pipelines[Int(list.pipelines.start)]
    var status = run(first, in: program)
    if list.pipelines.count == 1 { return status }
    var ends = Ends(memory, status)
    for index in list.pipelines.indices.dropFirst() where !isExhausted {
      let pipeline = program.script.pipelines[index]
      let wanted = if case .and = pipeline.connection { Status.success } else { Status.failure }
      let isSure = (wanted == .success ? ends.failed : ends.succeeded) == nil && ends.left == nil
      guard let start = ends.take(wanted) else { continue }
      memory = start
      if isSure {
        status = run(pipeline, in: program)
      } else {
        let (ended, stream) = apart { $0.run(pipeline, in: program) }
        status = ended
        if isCapturing { putOne(of: [Stream(), stream]) }
      }
      let now = Ends(memory, status)
      ends.succeeded = merged(ends.succeeded, now.succeeded)
      ends.failed = merged(ends.failed, now.failed)
      if let left = now.left { ends.left = merged(ends.left, left) }
    }
    return arrive(ends)
  }

  /// The states at the ends of a list: after success, after failure, and where the list was left.
  struct Ends {
    var succeeded: Shared<ShellState>?
    var failed: Shared<ShellState>?
    var left: Shared<ShellState>?

    init(_ memory: Shared<ShellState>, _ status: Status) {
      guard memory.value.flow == .onward else {
        left = memory
        return
      }
      if status != .failure {
        succeeded = memory
        succeeded?.assumeSucceeded()
      }
      if status != .success {
        failed = memory
        failed?.assumeFailed()
      }
    }

    /// Takes the state after one ending out, to go on from there.
    mutating func take(_ status: Status) -> Shared<ShellState>? {
      status == .success ? succeeded.take() : failed.take()
    }
  }

  /// Goes on behind a list.
  private mutating func arrive(_ ends: Ends) -> Status {
    guard let onward = merged(ends.succeeded, ends.failed) else {
      if let left = ends.left { memory = left }
      return .unknown
    }
    memory = onward
    if let left = ends.left { memory = merged(onward, left) }
    if ends.failed == nil { return .success }
    if ends.succeeded == nil { return .failure }
    lastEnds = ends
    return .unknown
  }

  private mutating func merged(
    _ left: Shared<ShellState>?, _ right: Shared<ShellState>?
  ) -> Shared<ShellState>? {
    guard let left else { return right }
    guard let right else { return left }
    return merged(left, right)
  }

  /// Takes into account how the last command ended.
  mutating func assume(_ status: Status) {
    if let ends = lastEnds {
      lastEnds = nil
      if let known = status == .success ? ends.succeeded : ends.failed { memory = known }
      return
    }
    switch status {
    case .success: memory.assumeSucceeded()
    case .failure: memory.assumeFailed()
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
    guard pipeline.isNegated else { return status }
    lastEnds = nil
    return status.negated
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
    lastEnds = nil
    guard step(at: program.evidence(command.range)) else { return .unknown }
    if case .simple(let assignments, let words) = command.kind {
      if command.redirections.isEmpty, !hasChoices {
        return runSimple(assignments, words, in: program)
      }
      return eachChoice { evaluation in
        evaluation.redirected(command.redirections, in: program) {
          $0.runSimple(assignments, words, in: program)
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
