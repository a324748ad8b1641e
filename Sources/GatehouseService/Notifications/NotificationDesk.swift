import Approvals
import Authentication
import Console
import EventLoop
import HTTPAnswers
import HTTPWire
import Notifications
import Server
import Storage
import Telemetry

/// Tells people of approvals through the channels of the configuration, and takes what they answer there.
///
/// Each event of an approval is claimed in the storage before anybody is told of it, so that of several instances one does.
final class NotificationDesk: Sendable {
  private let approvals: Approvals
  private let storage: Storage
  private let channels: Channels
  private let notifier: Notifier
  /// Who answers under which account of a channel.
  private let people: [String: Approver]
  let deadLetters: StoredDeadLetters

  init(
    _ configuration: Configuration, environment: [String: String], approvals: Approvals,
    storage: Storage, on loop: EventLoop, logger: Logger, metrics: Metrics
  ) throws {
    self.approvals = approvals
    self.storage = storage
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
      let waiting = try? await approvals.approvals(in: [.pending], limit: 1_000)
    else { return }
    for approval in waiting { await approvalChanged(approval.id) }
  }

  /// Tells of what waits, after a start: what an instance had taken on when it ended was told by some channels, if by any.
  ///
  /// Of what another instance is about to tell, people may hear twice.
  func resume() async {
    guard !isIdle,
      let waiting = try? await approvals.approvals(in: [.pending], limit: 1_000)
    else { return }
    let dead = await deadLetters.all().map(\.letter)
    for head in waiting {
      guard let approval = try? await approvals.approval(head.id),
        let told = try? await approvals.channelsShown(head.id)
      else { continue }
      let given = dead.filter { $0.notice.approval == head.id }.map(\.channel)
      await tell(of: approval, butFor: told.union(given), evenIfClaimed: true)
    }
  }

  func resend(id: String) async -> Bool { await notifier.resend(id: id) }

  func stop() async {
    await notifier.stop()
    await channels.close()
  }

  private func tell(
    of approval: Approval, butFor told: Set<String> = [], evenIfClaimed: Bool = false
  ) async {
    let state = approvals.state(of: approval)
    guard let notice = Notice(approval, state, url: approvals.address(of: approval.id)) else {
      return
    }
    let claimed = try? await storage.write { (transaction) throws(StorageError) in
      try NoticeClaims.claim(notice, at: SystemClock.unixNanoseconds(), in: transaction)
    }
    if claimed == true || (evenIfClaimed && claimed != nil && notice.event == .requested) {
      notifier.notify(notice, butFor: told)
    }
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
      deadLetters: { [deadLetters] in
        await deadLetters.all().map { dead in
          let letter = dead.letter
          return .init(
            id: letter.id, channel: letter.channel, event: letter.notice.event.rawValue,
            approval: letter.notice.approval, attempts: dead.attempts, reason: dead.reason,
            at: dead.at)
        }
      }, resend: { [weak self] id in await self?.resend(id: id) ?? false })
  }
}
