/// Turns a burst of events into one, some time after the last of them but not put off without end.
struct Debounce {
  /// How long nothing must have happened.
  let quiet: Duration
  /// How long a burst may last at most.
  let patience: Duration
  private var first: LoopTime?

  init(quiet: Duration, patience: Duration) {
    self.quiet = quiet
    self.patience = patience
  }

  /// Notes an event, and says when to call `fire`, in place of any time said before.
  mutating func on(eventAt now: LoopTime) -> LoopTime {
    let first = first ?? now
    self.first = first
    return min(now.advanced(by: quiet), first.advanced(by: patience))
  }

  /// Ends the burst.
  mutating func fire() {
    first = nil
  }
}
