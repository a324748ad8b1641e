/// What one caller has used up of its rate, exactly.
///
/// The debt is counted in units of which a call costs as many as the period has nanoseconds, and a nanosecond pays off as
/// many as the period has calls: so nothing is ever rounded. A debt of zero is a full bucket, and the same as none.
struct TokenBucket {
  private var debt: UInt64 = 0
  /// When the debt was last brought up to date, in nanoseconds.
  private var asOf: Int64

  init(asOf now: Int64) { asOf = now }

  /// Takes one call; otherwise says in how many nanoseconds there will be one.
  mutating func take(_ rate: CallRate, at now: Int64) -> UInt64? {
    settle(rate, at: now)
    let capacity = rate.burst * rate.period
    let wanted = debt + rate.period
    guard wanted > capacity else {
      debt = wanted
      return nil
    }
    return (wanted - capacity + rate.calls - 1) / rate.calls
  }

  /// When the bucket will be full again, in nanoseconds on the same clock.
  func fullAt(_ rate: CallRate) -> Int64 {
    asOf + Int64(clamping: (debt + rate.calls - 1) / rate.calls)
  }

  /// Carries the level over to another rate: as many calls are used up as before, rounded up.
  mutating func convert(from old: CallRate, to new: CallRate, at now: Int64) {
    settle(old, at: now)
    let product = debt.multipliedFullWidth(by: new.period)
    // The debt is at most 2⁶⁰ + the period, so the quotient fits as long as the new burst's does; beyond, it is capped.
    let capacity = new.burst * new.period
    guard product.high < old.period else {
      debt = capacity
      return
    }
    let (quotient, remainder) = old.period.dividingFullWidth(product)
    debt = min(quotient + (remainder > 0 ? 1 : 0), capacity)
  }

  /// Pays off what the time that passed is worth; a clock that went back pays nothing.
  private mutating func settle(_ rate: CallRate, at now: Int64) {
    guard now > asOf else { return }
    let elapsed = UInt64(now - asOf)
    asOf = now
    let (paid, overflow) = elapsed.multipliedReportingOverflow(by: rate.calls)
    debt = overflow || paid >= debt ? 0 : debt - paid
  }
}
