import ShellSyntax

/// Loops: followed round by round while everything is known, and else until another round would tell nothing new.
extension ShellEvaluation {
  /// How often a round is repeated whose beginning is not known; values that still change are unknown from the second on.
  private static let unknownRounds = 5

  mutating func runLoop(
    at range: ByteRange, in program: Program,
    condition: (inout ShellEvaluation) -> Status, body: ShellScript.CommandList,
    step stepOn: (inout ShellEvaluation) -> Void
  ) -> Status {
    loopDepth += 1
    defer { loopDepth -= 1 }
    let waiting = departures.count
    let effects = collector.effects.count
    var rounds = 0
    var dull = DullRounds()
    while goesOn {
      guard step(at: program.evidence(range)) else { return .unknown }
      let before = memory
      let inputBefore = input
      let status = condition(&self)
      guard goesOn else { break }
      if status == .failure { break }
      if status == .unknown || rounds >= EvaluationLimits.rounds
        || dull.count >= EvaluationLimits.dullRounds
        || collector.effects.count > effects + EffectCollector.loopLimit
      {
        runUnknownLoop(from: before, condition: condition, body: body, step: stepOn, in: program)
        break
      }
      rounds += 1
      _ = run(body, in: program)
      guard endRound() else { break }
      stepOn(&self)
      // A round that changes nothing is repeated for ever, or until something outside ends it.
      if memory.isSame(as: before), input.isSame(as: inputBefore) { break }
      dull.look(from: before, exceptFor: nil, self)
    }
    endLoop(departuresBefore: waiting)
    return .unknown
  }

  /// Follows a loop of which it is not known how often it runs.
  private mutating func runUnknownLoop(
    from start: Shared<ShellState>, condition: (inout ShellEvaluation) -> Status,
    body: ShellScript.CommandList, step stepOn: (inout ShellEvaluation) -> Void, in program: Program
  ) {
    var entry = start
    var end: Shared<ShellState>?
    input = input.forgotten
    let outside = output
    if outside != nil { output = Stream() }
    defer { endRounds(outside) }
    for round in 0..<ShellEvaluation.unknownRounds where !isExhausted {
      memory = entry
      let status = condition(&self)
      guard state.flow == .onward else { break }
      if status != .success {
        var left = memory
        if let failed = lastEnds?.failed { left = failed }
        left.assumeFailed()
        end = end.map { merged($0, left) } ?? left
      }
      if status == .failure { break }
      assume(.success)
      _ = run(body, in: program)
      guard endRound() else { break }
      stepOn(&self)
      settle()
      let next = entry.joined(with: memory)
      if next.isSame(as: entry) { break }
      entry = round == 0 ? next : next.widened(from: entry)
    }
    if let end { memory = state.flow == .onward ? end : merged(end, memory) }
  }

  /// Notes what rounds put out that may run any number of times.
  private mutating func endRounds(_ outside: Stream?) {
    guard let outside, let rounds = output else { return }
    output = outside
    if !rounds.runs.isEmpty { put(rounds.eachLine) }
  }

  /// Ends a round: false where the loop was left in it.
  private mutating func endRound() -> Bool {
    switch state.flow {
    case .onward: return true
    case .leavesLoop(1, continues: true):
      state.flow = .onward
      return true
    default: return false
    }
  }

  /// Ends a loop: joins the states in which it was left on the way.
  private mutating func endLoop(departuresBefore count: Int) {
    memory.arriveFromLoop()
    var kept: [Shared<ShellState>] = []
    while departures.count > count, var departure = departures.popLast() {
      if case .leavesLoop = departure.value.flow {
        departure.arriveFromLoop()
        if departure.value.flow == .onward {
          memory = merged(memory, departure)
          continue
        }
      }
      kept.append(departure)
    }
    departures += kept
  }

  // MARK: for name in words

  mutating func runForEach(
    _ name: String, words: Run<ShellScript.Word>?, body: ShellScript.CommandList,
    at range: ByteRange,
    in program: Program
  ) -> Status {
    var items: [PartialText]?
    carriesData = false
    if let words {
      var expanded: [Word] = []
      for index in words.indices where !isExhausted {
        expand(program.script.words[index], in: program, into: &expanded)
      }
      items = expanded.map { PartialText($0) }
    } else {
      items = state.positional
    }
    loopDepth += 1
    loopVariables.append((name, isRead: false))
    defer {
      loopDepth -= 1
      loopVariables.removeLast()
    }
    let carries = carriesData
    let waiting = departures.count
    let effects = collector.effects.count
    var rest = (items ?? [.anything])[...]
    var status = Status.success
    var dull = DullRounds()
    /// Whether the rounds to come do what the last one did, whatever their words are.
    var areAlike = false
    while goesOn, var item = rest.popFirst() {
      guard step(at: program.evidence(range)) else { return .unknown }
      var last: PartialText?
      var isRepeated = items == nil || item.constant == nil
      if areAlike || dull.count >= EvaluationLimits.dullItems
        || collector.effects.count > effects + EffectCollector.loopLimit, let end = rest.last
      {
        // Enough was seen to know what the rounds are like; the rest are one round of any of them.
        item = PartialText.sum([item]) == .anything ? .anything : PartialText.sum(rest)
        rest = []
        last = end
        isRepeated = true
      }
      var variable = Variable(item)
      variable.carriesData = carries
      if isRepeated {
        repeatUnknown(body, with: name, variable, maySkip: last == nil, in: program)
        status = .unknown
        // Where no round has set the variable itself, it is what the last one began with.
        if let last, self.variable(name) == variable {
          state.variables[name] = variable.with(.text(last))
        }
      } else {
        let (before, inputBefore, putBefore) = (memory, input, output?.count)
        let departed = departures.count
        assign(name, variable, at: program.evidence(range))
        status = run(body, in: program)
        guard endRound() else { break }
        dull.look(from: before, exceptFor: name, self)
        guard rest.count > 2, let last = rest.last, ignores(name, variable),
          memory.isSame(as: before, exceptFor: name, countersAside: false),
          input.isSame(as: inputBefore), output?.count == putBefore
        else { continue }
        areAlike = true
        if departures.count == departed {
          state.variables[name] = variable.with(.text(last))
          status = .unknown
          break
        }
      }
    }
    endLoop(departuresBefore: waiting)
    return status
  }

  /// Whether the rounds of the innermost loop so far have neither looked at its variable nor set it.
  private func ignores(_ name: String, _ variable: Variable) -> Bool {
    loopVariables.last?.isRead == false && EnvironmentVariable.isOwn(name)
      && self.variable(name) == variable
  }

  /// Notes that what a variable holds may decide what happens.
  mutating func noteReading(of name: String) {
    for index in loopVariables.indices where loopVariables[index].name == name {
      loopVariables[index].isRead = true
    }
  }

  /// Runs a body any number of times, or at least once, with a variable that is known in part.
  private mutating func repeatUnknown(
    _ body: ShellScript.CommandList, with name: String, _ variable: Variable, maySkip: Bool,
    in program: Program
  ) {
    let start = memory
    assign(name, variable, at: currentEvidence)
    var entry = memory
    var end: Shared<ShellState>?
    let outside = output
    if outside != nil { output = Stream() }
    defer { endRounds(outside) }
    for round in 0..<ShellEvaluation.unknownRounds where !isExhausted {
      memory = entry
      let inputBefore = input
      _ = run(body, in: program)
      guard endRound() else { break }
      settle()
      end = end?.joined(with: memory) ?? memory
      // A round that leaves everything as it was would only be repeated.
      if memory.isSame(as: entry), input.isSame(as: inputBefore) { break }
      assign(name, variable, at: currentEvidence)
      let next = entry.joined(with: memory)
      if next.isSame(as: entry) { break }
      entry = round == 0 ? next : next.widened(from: entry)
    }
    if let end { memory = state.flow == .onward ? end : merged(end, memory) }
    if maySkip { memory = merged(start, memory) }
  }
}

extension Shared<ShellState> {
  /// Turns "leaves so many loops" into one less.
  fileprivate mutating func arriveFromLoop() {
    guard case .leavesLoop(let count, let continues) = value.flow else { return }
    value.flow = count > 1 ? .leavesLoop(count - 1, continues: continues) : .onward
  }
}

/// Counts the rounds of a loop, one after the other, that told nothing new but for what they count.
private struct DullRounds {
  private(set) var count = 0
  private var effects = 0
  private var gaps = 0
  private var put = 0
  private var position = Input.none

  /// Looks at a round that has ended.
  mutating func look(
    from before: Shared<ShellState>, exceptFor name: String?, _ evaluation: ShellEvaluation
  ) {
    let put = evaluation.output?.count ?? 0
    let isDull =
      effects == evaluation.collector.effects.count && gaps == evaluation.collector.gaps.count
      && self.put == put && position.isSame(as: evaluation.input)
    (effects, gaps) = (evaluation.collector.effects.count, evaluation.collector.gaps.count)
    self.put = put
    position = evaluation.input
    count = isDull && evaluation.memory.isSame(as: before, exceptFor: name) ? count + 1 : 0
  }
}
