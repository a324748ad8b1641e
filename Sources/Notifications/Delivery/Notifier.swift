import Calendar
import Locking

/// Tells people through every channel, each letter on its own, until it has arrived or is given up.
package final class Notifier: Sendable {
  /// What the notifier needs from the world.
  package struct Environment: Sendable {
    /// Nanoseconds since 1970.
    package var now: @Sendable () -> Int64
    /// Waits; throws where the task is cancelled.
    package var sleep: @Sendable (Duration) async throws -> Void
    /// A number in 0..<1.
    package var random: @Sendable () -> Double
    /// A new id, which nobody can guess.
    package var newID: @Sendable () -> String

    package init(
      now: @escaping @Sendable () -> Int64,
      sleep: @escaping @Sendable (Duration) async throws -> Void,
      random: @escaping @Sendable () -> Double, newID: @escaping @Sendable () -> String
    ) {
      self.now = now
      self.sleep = sleep
      self.random = random
      self.newID = newID
    }
  }

  /// What became of an attempt or a letter; told to whoever logs and counts.
  package enum Report: Sendable, Equatable {
    case delivered(Letter, attempts: Int)
    case retrying(Letter, after: Duration, DeliveryFailure)
    case dead(DeadLetter)
  }

  /// One channel and the events that go through it.
  package struct Subscription: Sendable {
    package let channel: any NotificationChannel
    package let events: Set<Notice.Event>

    package init(_ channel: any NotificationChannel, events: Set<Notice.Event>) {
      self.channel = channel
      self.events = events
    }
  }

  /// Letters of one channel on their way at once; one more is dead at once.
  private static let mostUnderway = 256

  private struct State {
    var underway: [String: Int] = [:]
    var tasks: [String: (notice: Notice, task: Task<Void, Never>)] = [:]
    var isStopped = false
  }

  private let subscriptions: [Subscription]
  private let schedule: RetrySchedule
  private let environment: Environment
  private let report: @Sendable (Report) -> Void
  private let state = Locked(State())
  private let deadLetters: any DeadLetters

  package init(
    _ subscriptions: [Subscription], schedule: RetrySchedule = RetrySchedule(),
    deadLetters: any DeadLetters, environment: Environment,
    report: @escaping @Sendable (Report) -> Void = { _ in }
  ) {
    self.subscriptions = subscriptions
    self.schedule = schedule
    self.deadLetters = deadLetters
    self.environment = environment
    self.report = report
  }

  /// Begins to tell people, and returns at once.
  ///
  /// - Parameter told: the channels that have told them already.
  package func notify(_ notice: Notice, butFor told: Set<String> = []) {
    for subscription in subscriptions where subscription.events.contains(notice.event) {
      let channel = subscription.channel
      if told.contains(channel.name) { continue }
      start(Letter(id: environment.newID(), channel: channel.name, notice: notice), channel)
    }
  }

  /// The notices of which letters are on their way, each once for every such letter.
  package var underway: [Notice] { state.withLock { $0.tasks.values.map(\.notice) } }

  /// Sends a dead letter again; false where there is none of that id, or its channel is gone.
  package func resend(id: String) async -> Bool {
    guard let dead = await deadLetters.take(id: id) else { return false }
    guard let subscription = subscriptions.first(where: { $0.channel.name == dead.letter.channel })
    else {
      await deadLetters.keep(dead)
      return false
    }
    start(dead.letter, subscription.channel)
    return true
  }

  /// Gives every letter up that has not arrived, and returns when that is done.
  package func stop() async {
    let tasks = state.withLock { state in
      state.isStopped = true
      return state.tasks.values.map(\.task)
    }
    for task in tasks { task.cancel() }
    for task in tasks { await task.value }
  }

  private func start(_ letter: Letter, _ channel: any NotificationChannel) {
    state.withLock { state in
      let isFull = state.underway[channel.name, default: 0] >= Self.mostUnderway
      let refusal =
        state.isStopped
        ? "the daemon was stopping" : isFull ? "too many letters were on their way" : nil
      state.underway[channel.name, default: 0] += 1
      // The task cannot end before it is stored: its end takes this lock.
      let task = Task {
        if let refusal {
          await bury(letter, attempts: 0, reason: refusal)
        } else {
          await deliver(letter, through: channel)
        }
        ended(letter)
      }
      state.tasks[letter.id] = (letter.notice, task)
    }
  }

  private func ended(_ letter: Letter) {
    state.withLock { state in
      state.tasks[letter.id] = nil
      state.underway[letter.channel, default: 1] -= 1
    }
  }

  private func deliver(_ letter: Letter, through channel: any NotificationChannel) async {
    var attempt = 1
    while true {
      let failure: DeliveryFailure
      do throws(DeliveryFailure) {
        try await channel.send(letter)
        return report(.delivered(letter, attempts: attempt))
      } catch {
        failure = error
      }
      let wait = schedule.wait(after: attempt, failure, random: environment.random())
      guard let wait, !isTooLate(letter, after: wait) else {
        return await bury(letter, attempts: attempt, reason: failure.description)
      }
      report(.retrying(letter, after: wait, failure))
      guard (try? await environment.sleep(wait)) != nil else {
        return await bury(letter, attempts: attempt, reason: failure.description)
      }
      attempt += 1
    }
  }

  /// Whether nobody could act on a request any more when it came.
  private func isTooLate(_ letter: Letter, after wait: Duration) -> Bool {
    guard letter.notice.event == .requested, let expiresAt = letter.notice.expiresAt else {
      return false
    }
    return environment.now() &+ wait.nanoseconds >= expiresAt
  }

  private func bury(_ letter: Letter, attempts: Int, reason: String) async {
    let dead = DeadLetter(letter, attempts: attempts, reason: reason, at: environment.now())
    await deadLetters.keep(dead)
    report(.dead(dead))
  }
}
