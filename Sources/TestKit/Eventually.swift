/// Looks at something until it is as it is to be, for what comes a moment later and tells nobody; gives up after 20
/// seconds, and gives what it saw last.
package func eventually<Value>(
  _ look: () async throws -> Value, until isRight: (Value) throws -> Bool
) async throws -> Value {
  let start = ContinuousClock.now
  while true {
    let value = try await look()
    if try isRight(value) || start.duration(to: .now) > .seconds(20) { return value }
    try await Task.sleep(for: .milliseconds(10))
  }
}
