import Calendar

/// A notice as people read it: escaped, cut to what a channel takes, and in one order everywhere.
struct Message: Sendable, Equatable {
  /// How much a channel takes, in bytes of UTF-8.
  struct Room: Sendable {
    /// Of the sentence that says what would happen.
    var summary = 300
    /// Of each name.
    var name = 120
    /// Of the reason of a rule, and of the outcome.
    var reason = 300
    var arguments: Int
  }

  /// One thing that is said, under its label.
  struct Line: Sendable, Equatable {
    let label: String
    let text: String
  }

  /// The label of the time at which it is too late.
  static let expiry = "Expires"

  /// What has happened, in a few words.
  let title: String
  let summary: String
  let lines: [Line]
  let arguments: String
  let url: String
  /// Whether all that was asked for is shown, so that it can be approved from here.
  let isWhole: Bool
  /// Whether it waits for somebody.
  let isOpen: Bool

  init(_ notice: Notice, _ room: Room) {
    let summary = ShownText(notice.summary, limit: room.summary)
    let arguments = ShownText(lines: notice.arguments, limit: room.arguments)
    let named = [
      ("Tool", notice.tool, room.name), ("Phase", notice.standing.phase, room.name),
      ("Agent", notice.agent, room.name),
      ("Verified", notice.standing.isVerified ? nil : "no", room.name),
      ("Via", notice.standing.via, room.name), ("Tenant", notice.standing.tenant, room.name),
      ("Session", notice.session, room.name), ("Rule", notice.rule, room.name),
      ("Reason", notice.reason, room.reason), ("Outcome", notice.outcome, room.reason),
    ]
    var isWhole = !notice.isPartial && summary.isWhole && arguments.isWhole
    var lines: [Line] = []
    for case (let label, let text?, let limit) in named {
      let shown = ShownText(text, limit: limit)
      isWhole = isWhole && shown.isWhole
      lines.append(Line(label: label, text: shown.text))
    }
    if notice.event == .requested, let expiresAt = notice.expiresAt {
      lines.append(Line(label: Self.expiry, text: Self.time(expiresAt)))
    }
    title =
      switch notice.event {
      case .requested: "Approval needed"
      case .resolved: "Approval resolved"
      case .expired: "Approval expired"
      }
    self.summary = summary.text
    self.lines = lines
    self.arguments = arguments.text
    self.isWhole = isWhole
    isOpen = notice.event == .requested
    url = notice.url
  }

  /// The whole message as plain text.
  var text: String {
    var parts = ["\(title): \(summary)", ""]
    parts += lines.map { "\($0.label): \($0.text)" }
    if !arguments.isEmpty { parts += ["", "Arguments:", arguments] }
    parts += ["", isOpen ? "Decide: \(url)" : "See: \(url)"]
    return parts.joined(separator: "\n")
  }

  /// Writes a time to the second, as people read it.
  private static func time(_ unixNanoseconds: Int64) -> String {
    let text = UTCTimestamp.text(unixNanoseconds)
    return "\(text.prefix(10)) \(text.dropFirst(11).prefix(8)) UTC"
  }
}
