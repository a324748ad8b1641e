import JSON

/// How often something was tried, when, and what came of it; times are nanoseconds since 1970.
struct ActionTally: Equatable, Sendable {
  private(set) var first = Int64.max
  private(set) var last = Int64.min
  private(set) var actions = 0
  private(set) var asked = 0
  private(set) var denied = 0

  init() {}

  /// Takes in one action.
  mutating func take(_ verdict: String, at time: Int64) {
    first = min(first, time)
    last = max(last, time)
    actions += 1
    if verdict == "require_approval" { asked += 1 }
    if verdict == "deny" { denied += 1 }
  }

  /// Takes in what was counted elsewhere.
  mutating func add(_ other: ActionTally) {
    first = min(first, other.first)
    last = max(last, other.last)
    actions += other.actions
    asked += other.asked
    denied += other.denied
  }

  // MARK: Keeping

  init?(_ value: JSONValue?) {
    let numbers = value?.elements.compactMap { $0.numberText.flatMap(Int64.init) } ?? []
    guard numbers.count == 5 else { return nil }
    (first, last) = (numbers[0], numbers[1])
    (actions, asked, denied) = (Int(numbers[2]), Int(numbers[3]), Int(numbers[4]))
  }

  func keep(in writer: inout JSONWriter) {
    writer.beginArray()
    writer.int(first)
    writer.int(last)
    for count in [actions, asked, denied] { writer.int(count) }
    writer.endArray()
  }
}
