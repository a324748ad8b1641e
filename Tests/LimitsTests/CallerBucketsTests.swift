import Foundation
import TestKit
import Testing

@testable import Limits

@Suite struct CallerBucketsTests {
  private static let second: Int64 = 1_000_000_000
  private let clock = ManualClock()
  private let bot = CallerKey(tenant: "default", caller: "bot-7")

  private func rate(_ calls: Int, per seconds: Int64 = 1, burst: Int) throws -> CallRate {
    try CallRate(calls: calls, per: seconds * CallerBucketsTests.second, burst: burst)
  }

  @Test func `a burst is granted at once, then the rate, and refusals say when to return`() throws {
    let buckets = CallerBuckets(rate: try rate(2, burst: 3))
    for _ in 0..<3 { #expect(buckets.admit(bot, at: clock.now) == .admitted) }
    let refusal = buckets.admit(bot, at: clock.now)
    #expect(refusal == .limited(retryAfter: 500_000_000))
    #expect(refusal.retryAfterSeconds == 1)
    clock.advance(by: .nanoseconds(499_999_999))
    #expect(buckets.admit(bot, at: clock.now) == .limited(retryAfter: 1))
    clock.advance(by: .nanoseconds(1))
    #expect(buckets.admit(bot, at: clock.now) == .admitted)
    #expect(buckets.admit(bot, at: clock.now) == .limited(retryAfter: 500_000_000))
  }

  @Test func `a rate that divides no second is still exact`() throws {
    let buckets = CallerBuckets(rate: try rate(7, per: 3_600, burst: 1))
    var admitted = 0
    // Every call comes just when the last refusal said; rounding up costs less than a nanosecond each.
    let end = clock.now + 3_600 * CallerBucketsTests.second
    var now = clock.now
    while now < end {
      switch buckets.admit(bot, at: now) {
      case .admitted: admitted += 1
      case .limited(let wait): now += Int64(wait)
      case .overloaded: Issue.record("overloaded")
      }
    }
    #expect(admitted == 7)
  }

  @Test func `callers and tenants do not share a bucket`() throws {
    let buckets = CallerBuckets(rate: try rate(1, burst: 1))
    #expect(buckets.admit(bot, at: clock.now) == .admitted)
    #expect(buckets.admit(CallerKey(tenant: "other", caller: "bot-7"), at: clock.now) == .admitted)
    #expect(
      buckets.admit(CallerKey(tenant: "default", caller: "bot-8"), at: clock.now) == .admitted)
    #expect(buckets.admit(bot, at: clock.now) != .admitted)
  }

  @Test func `a clock that goes back grants nothing`() throws {
    let buckets = CallerBuckets(rate: try rate(1, burst: 1))
    #expect(buckets.admit(bot, at: clock.now) == .admitted)
    clock.advance(by: .seconds(-100))
    #expect(buckets.admit(bot, at: clock.now) == .limited(retryAfter: 1_000_000_000))
    clock.advance(by: .seconds(100))
    #expect(buckets.admit(bot, at: clock.now) == .limited(retryAfter: 1_000_000_000))
    clock.advance(by: .seconds(1))
    #expect(buckets.admit(bot, at: clock.now) == .admitted)
  }

  @Test func `a new rate applies at once and forgets nothing that was used up`() throws {
    let buckets = CallerBuckets(rate: try rate(1, per: 60, burst: 10))
    for _ in 0..<8 { #expect(buckets.admit(bot, at: clock.now) == .admitted) }
    // Eight calls used up: of twenty, twelve are left.
    buckets.change(to: try rate(1, per: 3_600, burst: 20), at: clock.now)
    for _ in 0..<12 { #expect(buckets.admit(bot, at: clock.now) == .admitted) }
    #expect(buckets.admit(bot, at: clock.now).retryAfterSeconds == 3_600)
    // A smaller burst caps the debt: one period frees one call.
    buckets.change(to: try rate(1, burst: 2), at: clock.now)
    #expect(buckets.admit(bot, at: clock.now).retryAfterSeconds == 1)
    clock.advance(by: .seconds(1))
    #expect(buckets.admit(bot, at: clock.now) == .admitted)
    #expect(buckets.admit(bot, at: clock.now) != .admitted)
  }

  @Test func `a full table refuses new callers, keeps those it has, and drops refilled ones`()
    throws
  {
    var table = BucketTable(rate: try rate(1, burst: 2), capacity: 100)
    let keys = (0..<101).map { CallerKey(tenant: "default", caller: "agent-\($0)") }
    for key in keys.prefix(100) { #expect(table.admit(key, at: clock.now) == .admitted) }
    #expect(table.admit(keys[100], at: clock.now) == .overloaded)
    #expect(table.admit(keys[0], at: clock.now) == .admitted)
    #expect(table.admit(keys[0], at: clock.now) == .limited(retryAfter: 1_000_000_000))
    #expect(table.count == 100)
    clock.advance(by: .seconds(1))
    #expect(table.admit(keys[100], at: clock.now) == .admitted)
    #expect(table.count == 2)
  }

  @Test func `a caller that was dropped as refilled is granted no more than its rate`() throws {
    var table = BucketTable(rate: try rate(1, burst: 1), capacity: 2)
    var admitted = 0
    // Two others keep pushing the first caller out of the table.
    for step in 0..<100 {
      for name in ["a", "b", "c"] {
        let answer = table.admit(CallerKey(tenant: "t", caller: name), at: clock.now)
        if name == "a", answer == .admitted { admitted += 1 }
      }
      if step % 2 == 1 { clock.advance(by: .seconds(1)) }
    }
    #expect((1...50).contains(admitted))
  }

  @Test func `a million hostile ids take no more room than the table has`() throws {
    let buckets = CallerBuckets(rate: try rate(1, burst: 5), capacity: 8_192)
    #expect(buckets.admit(bot, at: clock.now) == .admitted)
    var overloaded = 0
    for number in 0..<1_000_000 {
      let key = CallerKey(tenant: "default", caller: "hostile-\(number)")
      if buckets.admit(key, at: clock.now) == .overloaded { overloaded += 1 }
    }
    #expect(buckets.count <= 8_192)
    #expect(overloaded >= 1_000_000 - 8_192)
    #expect(buckets.admit(bot, at: clock.now) == .admitted)
    let long = CallerKey(tenant: "t", caller: String(repeating: "x", count: 1_000_000))
    #expect(buckets.admit(long, at: clock.now) == .overloaded)
    clock.advance(by: .seconds(1))
    #expect(
      buckets.admit(CallerKey(tenant: "default", caller: "late"), at: clock.now) == .admitted)
  }

  @Test func `racing callers share exactly one burst`() async throws {
    for burst in [1, 10, 100] {
      let buckets = CallerBuckets(rate: try rate(1, burst: burst))
      let admitted = Tally()
      let (bot, now) = (bot, clock.now)
      await withTaskGroup { group in
        for _ in 0..<64 {
          group.addTask { @concurrent in
            for _ in 0..<10 where buckets.admit(bot, at: now) == .admitted {
              admitted.increment()
            }
          }
        }
      }
      #expect(admitted.value == burst)
    }
  }

  @Test func `impossible rates are refused`() {
    let second = CallerBucketsTests.second
    #expect(throws: CallRate.Invalid.callsMustBePositive) {
      try CallRate(calls: 0, per: second, burst: 1)
    }
    #expect(throws: CallRate.Invalid.burstMustBePositive) {
      try CallRate(calls: 1, per: second, burst: 0)
    }
    #expect(throws: CallRate.Invalid.periodMustBePositive) {
      try CallRate(calls: 1, per: 0, burst: 1)
    }
    #expect(throws: CallRate.Invalid.tooLarge) {
      try CallRate(calls: 1, per: 86_400 * second, burst: 1_000_000)
    }
  }
}
