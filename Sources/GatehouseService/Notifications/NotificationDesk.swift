import Approvals
import Authentication
import Console
import EventLoop
import HTTPAnswers
import HTTPWire
import Locking
import Notifications
import Server
import Storage
import Telemetry

/// Tells people of approvals through the channels of the configuration, and takes what they answer there.
///
/// Each event of an approval is claimed in the storage before anybody is told of it, so that of several instances one does
/// (`NoticeClaims`).
final class NotificationDesk: Sendable {
  private let approvals: Approvals
  private let claims: NoticeClaims
  private let renewing = Locked(Renewing())
  /// The requests among those that wait which some instance has taken on, as far as is known here.
  private let claimed = Locked<Set<String>>([])
  private let channels: Channels
  private let notifier: Notifier
  /// Who answers under which account of a channel.
  private let people: [String: Approver]
  let deadLetters: StoredDeadLetters

  /// When claims are to be renewed.
  private struct Renewing {
    /// On the monotonic clock.
    var isDueAt = Int64.min
    /// Whether this instance has claims that have not ended, as far as it knows.
    var hasClaims = true
  }

  /// - Parameter instance: a name that this instance keeps over restarts, and no other on its storage has.
  init(
    _ configuration: Configuration, environment: [String: String], approvals: Approvals,
    storage: Storage, of instance: String, on loop: EventLoop, logger: Logger, metrics: Metrics
  ) throws {
    self.approvals = approvals
    claims = NoticeClaims(
      in: storage, of: instance, startedAt: SystemClock.unixNanoseconds())
    let channels = try Channels(configuration, environment: environment, on: loop)
    self.channels = channels
    people = Dictionary(
      configuration.approvers.flatMap { approver in
        approver.accounts.map {
          ($0, Approver(id: approver.credential.id, roles: approver.roles))
        }
      }
    ) { first, _ in first }
    deadLetters = StoredDeadLetters(storage)
    let journal = NotificationJournal(logger: logger, metrics: metrics)
    notifier = Notifier(
      channels.subscriptions, deadLetters: deadLetters, environment: .system
    ) { [approvals] report in
      journal.note(report)
      guard case .delivered(let letter, _) = report, letter.notice.event == .requested else {
        return
      }
      // Whoever reads the channel has been shown it; a failure of the log is the log's to tell.
      Task {
        try? await approvals.noteShown(
          letter.notice.approval, to: letter.channel, channel: letter.channel)
      }
    }
  }

  /// Whether anybody is told of anything.
  private var isIdle: Bool { channels.subscriptions.isEmpty }

  /// Tells of what has become of an approval, if nobody has yet.
  func approvalChanged(_ id: String) async {
    guard !isIdle, let approval = try? await approvals.approval(id) else { return }
    await tell(of: approval)
  }

  /// Tells of what waits and nobody was told of, as after a crash.
  func look() async {
    guard !isIdle,
      let waiting = try? await approvals.approvals(in: [.pending], limit: 1_000).map(\.id)
    else { return }
    // Over a network this is called every few seconds: what is known to be told costs nothing again.
    let fresh = claimed.withLock { claimed in
      claimed.formIntersection(waiting)
      return waiting.filter { !claimed.contains($0) }
    }
    for id in fresh { await approvalChanged(id) }
  }

  /// Tells of what waits, after a start.
  func resume() async {
    guard !isIdle else { return }
    await takeOver()
    await look()
  }

  /// Renews claims, and tells of what instances had taken on that have died; to be called every second or so.
  func keepHouse() async {
    guard !isIdle else { return }
    let now = SystemClock.monotonicNanoseconds()
    let due = renewing.withLock { renewing -> Renewing? in
      guard now >= renewing.isDueAt else { return nil }
      defer { renewing = Renewing(isDueAt: now + NoticeClaims.renewal, hasClaims: false) }
      return renewing
    }
    guard let due else { return }
    let underway = Set(notifier.underway.map(NoticeClaims.Key.init))
    if due.hasClaims || !underway.isEmpty,
      await claims.renew(underway, at: SystemClock.unixNanoseconds())
    {
      renewing.withLock { $0.hasClaims = true }
    }
    await takeOver()
  }

  /// Goes on where instances have died that had taken it on to tell of requests: some channels were told, if any.
  private func takeOver() async {
    let left = await claims.left(at: SystemClock.unixNanoseconds())
    guard !left.isEmpty else { return }
    let dead = await deadLetters.latest().map(\.letter)
    for id in left {
      guard let approval = try? await approvals.approval(id),
        let told = try? await approvals.channelsShown(id),
        await claims.takeOver(id, at: SystemClock.unixNanoseconds())
      else { continue }
      renewing.withLock { $0.hasClaims = true }
      guard let notice = notice(of: approval), notice.event == .requested else { continue }
      let given = dead.filter { $0.notice.approval == id }.map(\.channel)
      notifier.notify(notice, butFor: told.union(given))
    }
  }

  func resend(id: String) async -> Bool { await notifier.resend(id: id) }

  func stop() async {
    await notifier.stop()
    await channels.close()
  }

  private func tell(of approval: Approval) async {
    guard let notice = notice(of: approval),
      let isMine = await claims.claim(NoticeClaims.Key(notice), at: SystemClock.unixNanoseconds())
    else { return }
    claimed.withLock { claimed in
      if notice.event == .requested {
        claimed.insert(approval.id)
      } else {
        claimed.remove(approval.id)
      }
    }
    guard isMine else { return }
    renewing.withLock { $0.hasClaims = true }
    notifier.notify(notice)
  }

  /// What people are told of an approval as it stands; nil where that is nothing.
  private func notice(of approval: Approval) -> Notice? {
    Notice(approval, approvals.state(of: approval), url: approvals.address(of: approval.id))
  }

  // MARK: Answers

  /// Answers a request to the address of a channel; nil for any other path.
  func respond(to request: HTTPRequestHead, _ body: RequestBody) async -> HTTPResponse? {
    guard request.path.hasPrefix(Self.prefix) else { return nil }
    guard let inbox = channels.inbox(named: String(request.path.dropFirst(Self.prefix.count)))
    else { return ProblemDetails.notFound.response }
    guard request.method == .post else { return ProblemDetails.methodNotAllowed([.post]).response }
    let content: [UInt8]
    do {
      content = try await body.collect(upTo: Self.longestAnswer)
    } catch {
      return error.response
    }
    do throws(ChannelRequestProblem) {
      let now = SystemClock.unixNanoseconds() / 1_000_000_000
      return try await inbox.respond(to: request.fields, content, now: now) { answer in
        await self.take(answer, through: inbox)
      }
    } catch {
      return ProblemDetails(
        error == .malformed ? .badRequest : .unauthorized, code: error.code,
        detail: error.description
      ).response
    }
  }

  private static let prefix = "/v1/channels/"
  /// Bytes of what a service posts about a button.
  private static let longestAnswer = 64 * 1024

  /// Takes an answer; returns what to tell whoever gave it.
  private func take(_ answer: ChannelAnswer, through inbox: ChannelInbox) async -> String {
    guard let approver = people[answer.person] else {
      return
        "nobody answers here as \(answer.person): name it with an approver in the configuration"
    }
    guard let approval = try? await approvals.approval(answer.approval),
      let notice = Notice(approval, .pending, url: approvals.address(of: approval.id))
    else { return "there is no such approval" }
    guard answer.verdict == .deny || inbox.shows(notice) else {
      return "not all of it was shown here: open \(notice.url)"
    }
    do throws(AnswerError) {
      let taken = try await approvals.answer(
        approval.id, answer.verdict == .approve ? .approve : .deny, by: approver, reason: "",
        channel: inbox.name, seen: approval.request.digest)
      return approvals.state(of: taken) == .pending
        ? "your approval counts; others are needed too" : "it is \(taken.state.rawValue)"
    } catch {
      return ProblemDetails(error).detail
    }
  }
}

extension ChannelRequestProblem {
  /// A stable word.
  fileprivate var code: String {
    switch self {
    case .unproved: "unproved_request"
    case .stale: "stale_request"
    case .malformed: "malformed_request"
    }
  }
}

/// Takes what the services of channels post, which proves itself, before the admin API asks for a credential.
struct ChannelDoor: HTTPHandler {
  let desk: NotificationDesk
  let inner: any HTTPHandler

  func respond(
    to request: HTTPRequestHead, body: RequestBody, context: ConnectionContext
  ) async -> HTTPResponse {
    if let response = await desk.respond(to: request, body) { return response }
    return await inner.respond(to: request, body: body, context: context)
  }
}

extension NotificationDesk {
  /// What operators can ask.
  var operations: Operations.Notifications {
    Operations.Notifications(
      countDeadLetters: { [deadLetters] in await deadLetters.count() },
      deadLetters: { [deadLetters] limit in
        await deadLetters.latest(limit).map { dead in
          let letter = dead.letter
          return .init(
            id: letter.id, channel: letter.channel, event: letter.notice.event.rawValue,
            approval: letter.notice.approval, agent: letter.notice.agent, tool: letter.notice.tool,
            attempts: dead.attempts, reason: dead.reason, at: dead.at)
        }
      }, resend: { [weak self] id in await self?.resend(id: id) ?? false })
  }
}
