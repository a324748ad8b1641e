/// Picks, for one run of a command, one alternative of each variable that has several.
///
/// The command is run once for every combination, so that a variable which occurs twice has the same value in both places.
struct Choices {
  /// The most runs of one command.
  static let limit = 8

  private struct Pick {
    let name: String
    let count: Int
    var index: Int
  }

  private var picks: [Pick] = []

  /// The alternative of a variable in this run.
  mutating func index(of name: String, among count: Int) -> Int {
    for pick in picks where pick.name == name { return min(pick.index, count - 1) }
    picks.append(Pick(name: name, count: count, index: 0))
    return 0
  }

  /// Whether nothing was asked for that has alternatives.
  var isEmpty: Bool { picks.isEmpty }

  /// How many runs there are if nothing else has alternatives.
  var total: Int {
    var total = 1
    for pick in picks { total = min(total * pick.count, Choices.limit + 1) }
    return total
  }

  /// Goes on to the next combination; false after the last one.
  mutating func advance() -> Bool {
    while let last = picks.last, last.index + 1 >= last.count { picks.removeLast() }
    guard !picks.isEmpty else { return false }
    picks[picks.count - 1].index += 1
    return true
  }
}

extension ShellEvaluation {
  /// Whether what is run next may meet alternatives of which none is picked yet.
  var hasChoices: Bool { choices == nil && state.hasAlternatives }

  /// Runs something for each combination of the alternatives that it meets; too many are taken together.
  mutating func eachChoice(_ body: (inout ShellEvaluation) -> Status) -> Status {
    guard hasChoices else { return body(&self) }
    let before = memory
    let inputBefore = input
    let outside = output
    if outside != nil { output = Stream() }
    choices = Choices()
    defer { choices = nil }
    let ended = body(&self)
    guard let choices, !choices.isEmpty else {
      // Most commands look at no variable that has several, and are run once.
      if outside != nil {
        let stream = output ?? Stream()
        output = outside
        put(stream)
      }
      return ended
    }
    return eachChoice(
      body, after: ended, choices, from: (before, inputBefore, outside))
  }

  /// Runs something for each further combination of alternatives.
  private mutating func eachChoice(
    _ body: (inout ShellEvaluation) -> Status, after first: Status, _ picked: Choices,
    from start: (memory: Shared<ShellState>, input: Input, output: Stream?)
  ) -> Status {
    let (before, inputBefore, outside) = start
    var choices = picked
    var result: Shared<ShellState>?
    var status: Status?
    var streams: [Stream] = []
    var ended = first
    while true {
      // With too many combinations variables are unknown in a last run that stands for all.
      if choices.total > Choices.limit {
        memory = before
        state.variables.sumUp()
        state.hasAlternatives = false
        input = inputBefore
        if outside != nil { output = Stream() }
        self.choices = nil
        status = body(&self)
        result = memory
        streams = [output ?? Stream()]
        break
      }
      status = status.map { $0 == ended ? $0 : .unknown } ?? ended
      result = result.map { merged($0, memory) } ?? memory
      if let output, !streams.contains(output) { streams.append(output) }
      guard choices.advance(), !isExhausted else { break }
      memory = before
      input = inputBefore
      if outside != nil { output = Stream() }
      self.choices = choices
      ended = body(&self)
      choices = self.choices ?? choices
    }
    if let result { memory = result }
    if outside != nil {
      output = outside
      putOne(of: streams)
    }
    return status ?? .unknown
  }

  /// Joins two states; one that leaves a loop or a function is kept for whoever comes after.
  mutating func merged(
    _ left: Shared<ShellState>, _ right: Shared<ShellState>
  ) -> Shared<ShellState> {
    let (leftGoesOn, rightGoesOn) = (left.value.flow == .onward, right.value.flow == .onward)
    if !leftGoesOn, !rightGoesOn {
      depart(right)
      return left
    }
    if !leftGoesOn { depart(left) }
    if !rightGoesOn { depart(right) }
    return left.joined(with: right)
  }

  private mutating func depart(_ memory: Shared<ShellState>) {
    if departures.count < 16 {
      departures.append(memory)
    } else {
      // What would be lost is taken together with what is there.
      var last = departures[15]
      let flow = last.value.flow
      last.value.flow = .onward
      var added = memory
      added.value.flow = .onward
      last = last.joined(with: added)
      last.value.flow = flow
      departures[15] = last
    }
  }
}
