import Foundation
import Locking
import TestKit
import Testing

@testable import Notifications

/// A channel that fails as a test wants, and tells of what it got.
private final class FakeChannel: NotificationChannel {
  let name: String
  private let failures: Locked<[DeliveryFailure?]>
  let letters = Locked<[Letter]>([])

  /// - Parameter failures: of the attempts in order; all after them succeed.
  init(_ name: String = "fake", failures: [DeliveryFailure?] = []) {
    self.name = name
    self.failures = Locked(failures)
  }

  func send(_ letter: Letter) async throws(DeliveryFailure) {
    letters.withLock { $0.append(letter) }
    let failure = failures.withLock { $0.isEmpty ? nil : $0.removeFirst() }
    if let failure { throw failure }
  }
}

/// Keeps dead letters in memory.
private final class FakeDeadLetters: DeadLetters {
  private let letters = Locked<[DeadLetter]>([])

  func keep(_ letter: DeadLetter) async { letters.withLock { $0.append(letter) } }

  func all() async -> [DeadLetter] { letters.withLock { $0.reversed() } }

  func take(id: String) async -> DeadLetter? {
    letters.withLock { letters in
      letters.firstIndex { $0.letter.id == id }.map { letters.remove(at: $0) }
    }
  }
}

/// A notifier whose waits take no time, and are written down.
private final class Setting: Sendable {
  let clock = ManualClock()
  let waits = Locked<[Duration]>([])
  let deadLetters = FakeDeadLetters()
  let reports = Locked<[Notifier.Report]>([])
  private let ends = AsyncStream<Void>.makeStream()
  private let ids = Locked(0)
  private let random: Double

  init(random: Double = 1) {
    self.random = random
  }

  func notifier(_ channels: [(any NotificationChannel, Set<Notice.Event>)]) -> Notifier {
    Notifier(
      channels.map { Notifier.Subscription($0, events: $1) }, deadLetters: deadLetters,
      environment: Notifier.Environment(
        now: { [clock] in clock.now },
        sleep: { [waits, clock] duration in
          try Task.checkCancellation()
          waits.withLock { $0.append(duration) }
          clock.advance(by: duration)
        }, random: { [random] in random },
        newID: { [ids] in
          ids.withLock { id in
            id += 1
            return "msg_\(id)"
          }
        })
    ) { [reports, ends] report in
      reports.withLock { $0.append(report) }
      switch report {
      case .delivered, .dead: ends.continuation.yield()
      case .retrying: break
      }
    }
  }

  /// Waits until one more letter has arrived or is dead.
  func end() async {
    for await _ in ends.stream { return }
  }
}

private let passing = DeliveryFailure("busy", isTemporary: true)
private let lasting = DeliveryFailure("gone", isTemporary: false)

struct NotifierTests {
  /// A notice that does not expire.
  private func lasts(_ event: Notice.Event = .requested) -> Notice {
    var notice = notice(event)
    notice.expiresAt = nil
    return notice
  }

  @Test func `each channel gets the events it is for, under ids of their own`() async {
    let setting = Setting()
    let (all, some) = (FakeChannel("all"), FakeChannel("some"))
    let notifier = setting.notifier([(all, Set(Notice.Event.allCases)), (some, [.requested])])
    notifier.notify(lasts())
    notifier.notify(lasts(.resolved))
    for _ in 0..<3 { await setting.end() }
    #expect(Set(all.letters.withLock { $0.map(\.notice.event) }) == [.requested, .resolved])
    #expect(some.letters.withLock { $0.map(\.notice.event) } == [.requested])
    let ids = (all.letters.withLock(\.self) + some.letters.withLock(\.self)).map(\.id)
    #expect(Set(ids).count == 3)
    await notifier.stop()
  }

  @Test func `a letter is sent again, later each time, under the same id`() async {
    let setting = Setting()
    let channel = FakeChannel(failures: [passing, passing, passing])
    let notifier = setting.notifier([(channel, [.requested])])
    notifier.notify(lasts())
    await setting.end()
    #expect(setting.waits.withLock(\.self) == [.seconds(1), .seconds(3), .seconds(9)])
    #expect(Set(channel.letters.withLock { $0.map(\.id) }) == ["msg_1"])
    #expect(await setting.deadLetters.all().isEmpty)
    await notifier.stop()
  }

  @Test func `what cannot arrive is dead at once, and what does not arrive after the last attempt`()
    async
  {
    for (failures, attempts) in [([lasting], 1), (Array(repeating: passing, count: 20), 9)] {
      let setting = Setting()
      let notifier = setting.notifier([(FakeChannel(failures: failures), [.requested])])
      notifier.notify(lasts())
      await setting.end()
      let dead = await setting.deadLetters.all()
      #expect(dead.map(\.attempts) == [attempts])
      #expect(dead.map(\.reason) == [failures[0].description])
      #expect(dead.map(\.letter.notice) == [lasts()])
      await notifier.stop()
    }
  }

  @Test func `a request is not sent when it could come too late only`() async {
    let setting = Setting()
    let channel = FakeChannel(failures: Array(repeating: passing, count: 20))
    let notifier = setting.notifier([(channel, [.requested])])
    var notice = lasts()
    notice.expiresAt = setting.clock.now + 6_000_000_000
    notifier.notify(notice)
    await setting.end()
    // After one and three seconds; nine more would be too late.
    #expect(setting.waits.withLock(\.self) == [.seconds(1), .seconds(3)])
    #expect(await setting.deadLetters.all().map(\.attempts) == [3])
    await notifier.stop()
  }

  @Test func `a dead letter can be sent again, once`() async {
    let setting = Setting()
    let channel = FakeChannel(failures: [lasting])
    let notifier = setting.notifier([(channel, [.requested])])
    notifier.notify(lasts())
    await setting.end()
    #expect(await notifier.resend(id: "msg_1"))
    await setting.end()
    #expect(channel.letters.withLock(\.count) == 2)
    #expect(await !notifier.resend(id: "msg_1"))
    #expect(await setting.deadLetters.all().isEmpty)
    await notifier.stop()
  }

  @Test func `a stop gives up what waits, and nothing is lost without a trace`() async {
    let setting = Setting()
    let stuck = Stuck()
    let notifier = setting.notifier([(stuck, [.requested])])
    for _ in 0..<300 { notifier.notify(lasts()) }
    // The queue of a channel is bounded.
    for _ in 0..<44 { await setting.end() }
    #expect(
      Set(await setting.deadLetters.all().map(\.reason)) == ["too many letters were on their way"])
    await notifier.stop()
    #expect(await setting.deadLetters.all().count == 300)
    notifier.notify(lasts())
    await notifier.stop()
    #expect(await setting.deadLetters.all().count == 301)
  }

  /// Never sends anything, until its task is cancelled.
  private final class Stuck: NotificationChannel {
    let name = "stuck"

    func send(_ letter: Letter) async throws(DeliveryFailure) {
      try? await Task.sleep(for: .seconds(3600))
      throw passing
    }
  }
}

struct RetryScheduleTests {
  @Test func `waits grow threefold up to a bound, spread over their upper half`() throws {
    let waits = { (random: Double) in
      (1...9).map { RetrySchedule().wait(after: $0, passing, random: random) }
    }
    #expect(waits(1) == [1, 3, 9, 27, 81, 243, 729, 1800].map { Duration.seconds($0) } + [nil])
    #expect(Array(waits(0).prefix(3)) == [500, 1500, 4500].map { Duration.milliseconds($0) })
  }

  @Test func `a service may ask for a longer wait, within the bound`() throws {
    let schedule = RetrySchedule()
    let asked = DeliveryFailure("", isTemporary: true, retryAfter: .seconds(60))
    #expect(schedule.wait(after: 1, asked, random: 1) == .seconds(60))
    let greedy = DeliveryFailure("", isTemporary: true, retryAfter: .seconds(1_000_000))
    #expect(schedule.wait(after: 1, greedy, random: 1) == .seconds(1800))
    #expect(schedule.wait(after: 1, lasting, random: 1) == nil)
  }
}
