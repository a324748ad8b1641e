import ShellSyntax

/// Compound commands (XCU 2.9.4).
extension ShellEvaluation {
  mutating func runCompound(_ command: ShellScript.Command, in program: Program) -> Status {
    switch command.kind {
    // INVARIANT: `run(_:in:)` keeps simple commands for itself.
    case .simple: return .unknown
    case .group(let list): return run(list, in: program)
    case .subshell(let list): return inSubshell { $0.run(list, in: program) }
    case .conditional(let branches, let otherwise):
      return runBranches(branches, otherwise: otherwise, in: program)
    case .loop(let condition, let body, let isUntil):
      return runLoop(
        at: command.range, in: program,
        condition: { evaluation in
          let status = evaluation.run(condition, in: program)
          return isUntil ? status.negated : status
        }, body: body, step: { _ in })
    case .forEach(let name, let words, let hasWords, let body),
      .select(let name, let words, let hasWords, let body):
      return runForEach(
        program.text(name), words: hasWords ? words : nil, body: body, at: command.range,
        in: program)
    case .forArithmetic(let place, let body):
      let loop = program.script.arithmeticLoops[place]
      _ = evaluate(loop.start, in: program)
      return runLoop(
        at: command.range, in: program,
        condition: { evaluation in
          if loop.condition.range.isEmpty { return .success }
          return Status(evaluation.evaluate(loop.condition, in: program).map { $0 != 0 })
        }, body: body, step: { _ = $0.evaluate(loop.step, in: program) })
    case .choice(let word, let items): return runCase(word, items, in: program)
    case .function(let name, let body):
      let name = expandText(name, in: program)
      guard let name = name.constant else {
        collector.addGap(
          "a function is defined whose name is not known", at: program.evidence(command.range))
        return .unknown
      }
      state.define(name, ShellFunction(program: program, body: body))
      return .success
    case .coprocess(let name, let body):
      let name = name.map { expandText($0, in: program).constant ?? "COPROC" } ?? "COPROC"
      _ = inSubshell { evaluation in
        evaluation.input = Input(.unknown)
        return evaluation.run(program.script.commands[body], in: program)
      }
      assign(
        name, Variable(.array([0: .segment, 1: .segment])), at: program.evidence(command.range))
      return .success
    case .test(let place):
      return Status(eachChoiceOfTruth { $0.test(place, in: program) })
    case .arithmetic(let expression):
      return Status(eachChoiceOfTruth { $0.evaluate(expression, in: program).map { $0 != 0 } })
    }
  }

  /// Tells whether something is true for every alternative of the variables in it.
  private mutating func eachChoiceOfTruth(_ body: (inout ShellEvaluation) -> Bool?) -> Bool? {
    switch eachChoice({ Status(body(&$0)) }) {
    case .success: true
    case .failure: false
    case .unknown: nil
    }
  }

  // MARK: Branches

  private mutating func runBranches(
    _ branches: Run<ShellScript.Branch>, otherwise: ShellScript.CommandList, in program: Program
  ) -> Status {
    var results: [Shared<ShellState>] = []
    var sum: Status?
    var streams: [Stream] = []
    var isDecided = false
    for index in branches.indices {
      // Not `goesOn`, for which the whole evaluation would be copied here.
      if isExhausted || memory.value.flow != .onward { break }
      let branch = program.script.branches[index]
      let condition = run(branch.condition, in: program)
      guard state.flow == .onward else { break }
      if condition == .failure {
        assume(.failure)
        continue
      }
      var after = memory
      if let failed = lastEnds?.failed { after = failed }
      assume(.success)
      let (status, stream) = apart { $0.run(branch.body, in: program) }
      sum = status.or(sum)
      if isCapturing { streams.append(stream) }
      results.append(memory)
      if condition == .success {
        isDecided = true
        break
      }
      after.assumeFailed()
      memory = after
    }
    if !isDecided {
      let (status, stream) = apart {
        otherwise.isEmpty ? Status.success : $0.run(otherwise, in: program)
      }
      sum = status.or(sum)
      if isCapturing { streams.append(stream) }
      results.append(memory)
    }
    join(results)
    putOne(of: streams)
    return sum ?? .success
  }

  /// Takes together the states at the ends of several ways.
  private mutating func join(_ results: [Shared<ShellState>]) {
    guard var result = results.first else { return }
    for other in results.dropFirst() { result = merged(result, other) }
    memory = result
  }

  private mutating func runCase(
    _ word: ShellScript.Word, _ items: Run<ShellScript.CaseItem>, in program: Program
  ) -> Status {
    let text = expandText(word, in: program).constant.map { Array($0.unicodeScalars) }
    var results: [Shared<ShellState>] = []
    var statuses: [Status] = []
    var streams: [Stream] = []
    var fallsThrough = false
    var isDecided = false
    for index in items.indices where !isDecided && !isExhausted {
      let item = program.script.caseItems[index]
      let matches = fallsThrough ? .success : match(item, text, in: program)
      fallsThrough = false
      if matches == .failure { continue }
      let before = memory
      let (status, stream) = apart { $0.run(item.body, in: program) }
      statuses.append(status)
      // Where one clause goes on into the next, what both put out belongs together; that is not followed.
      streams.append(item.ending == .stop ? stream : .unknown)
      switch item.ending {
      case .stop:
        results.append(memory)
        isDecided = matches == .success
        memory = before
      case .fallThrough:
        fallsThrough = true
        if matches == .unknown { memory = merged(before, memory) }
      case .testNext:
        if matches == .unknown { memory = merged(before, memory) }
      }
    }
    if !isDecided {
      statuses.append(.success)
      streams.append(Stream())
      results.append(memory)
    }
    join(results)
    putOne(of: streams)
    return Status.sum(statuses)
  }

  private mutating func match(
    _ item: ShellScript.CaseItem, _ text: [UnicodeScalar]?, in program: Program
  ) -> Status {
    var result = Status.failure
    for word in program.script.words[item.patterns] {
      let pattern = ShellPattern(expandPattern(word, in: program))
      if let elements = pattern?.elements, elements == [.many] { return .success }
      guard let text, let pattern else {
        result = .unknown
        continue
      }
      if pattern.matches(text) { return result == .unknown ? .unknown : .success }
    }
    return result
  }
}

extension Status {
  /// How something ended that ended so, or as others have that went before.
  fileprivate func or(_ before: Status?) -> Status {
    before == nil || before == self ? self : .unknown
  }

  /// How something ended that ended in one of several ways.
  static func sum(_ statuses: [Status]) -> Status {
    guard let first = statuses.first else { return .success }
    return statuses.allSatisfy { $0 == first } ? first : .unknown
  }
}
