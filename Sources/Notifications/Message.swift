import Calendar

/// A notice as people read it: escaped, cut to what a channel takes, and in the order of a template.
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

    func room(for field: MessageTemplate.Field) -> Int {
      switch field {
      case .reason, .outcome: reason
      default: name
      }
    }
  }

  /// One thing that is said: the operator's words and, between them, what the notice says.
  struct Line: Sendable, Equatable {
    struct Part: Sendable, Equatable {
      let text: String
      /// Whether it comes from the notice, and so perhaps from an agent.
      let isValue: Bool
    }

    let parts: [Part]

    var text: String { parts.map(\.text).joined() }
  }

  /// What has happened, in a few words.
  let event: String
  /// What stands at the head: the same, unless a template says otherwise.
  let title: Line
  let summary: String
  let lines: [Line]
  /// The fields that have something to say.
  let fields: [(field: MessageTemplate.Field, text: String)]
  let arguments: String
  let url: String
  /// Whether all that was asked for is shown, so that it can be approved from here.
  let isWhole: Bool
  /// Whether it waits for somebody.
  let isOpen: Bool

  init(_ notice: Notice, _ room: Room, _ template: MessageTemplate = .standard) {
    let summary = ShownText(notice.summary, limit: room.summary)
    let arguments = ShownText(
      lines: notice.arguments, limit: max(0, room.arguments - template.length))
    var fields: [(field: MessageTemplate.Field, text: String)] = []
    var isWhole = !notice.isPartial && summary.isWhole && arguments.isWhole
    let named = Set(template.lines.flatMap(\.fields))
    for field in MessageTemplate.Field.allCases {
      guard let text = notice.text(of: field) else { continue }
      let shown = ShownText(text, limit: room.room(for: field))
      isWhole = isWhole && shown.isWhole && (named.contains(field) || !field.isAskedFor)
      fields.append((field, shown.text))
    }
    event = notice.event.words
    title =
      template.title.flatMap { Line($0, fields) }?.cut(to: room.name)
      ?? Line(parts: [Line.Part(text: event, isValue: false)])
    self.summary = summary.text
    lines = template.lines.compactMap { Line($0, fields) }
    self.fields = fields
    self.arguments = arguments.text
    self.isWhole = isWhole
    isOpen = notice.event == .requested
    url = notice.url
  }

  /// The whole message as plain text.
  var text: String {
    var parts = ["\(title.text): \(summary)", ""]
    parts += lines.map(\.text)
    if !arguments.isEmpty { parts += ["", "Arguments:", arguments] }
    parts += ["", isOpen ? "Decide: \(url)" : "See: \(url)"]
    return parts.joined(separator: "\n")
  }

  static func == (one: Message, other: Message) -> Bool {
    one.text == other.text && one.isWhole == other.isWhole && one.event == other.event
  }
}

extension Message.Line {
  /// Puts what is known in its places; nil where a text names fields of which none has anything to say.
  fileprivate init?(
    _ text: MessageTemplate.Text, _ fields: [(field: MessageTemplate.Field, text: String)]
  ) {
    let named = text.fields
    guard named.isEmpty || fields.contains(where: { named.contains($0.field) }) else { return nil }
    parts = text.parts.map { part in
      switch part {
      case .literal(let text): Part(text: text, isValue: false)
      case .field(let field):
        Part(text: fields.first { $0.field == field }?.text ?? "–", isValue: true)
      }
    }
  }

  /// As much of the line as fits, in bytes.
  fileprivate func cut(to limit: Int) -> Self {
    var left = limit
    var kept: [Part] = []
    for part in parts {
      let shown = ShownText(part.text, limit: left)
      kept.append(Part(text: shown.text, isValue: part.isValue))
      guard shown.isWhole else { break }
      left -= shown.text.utf8.count
    }
    return Self(parts: kept)
  }
}

extension MessageTemplate.Field {
  /// Whether it belongs to what is approved.
  fileprivate var isAskedFor: Bool {
    switch self {
    case .tool, .phase, .agent, .verified, .via, .tenant, .session, .rule, .reason: true
    case .outcome, .expires: false
    }
  }
}

extension Notice {
  /// What the notice says under a name; nil for nothing.
  fileprivate func text(of field: MessageTemplate.Field) -> String? {
    switch field {
    case .tool: tool
    case .phase: standing.phase
    case .agent: agent
    case .verified: standing.isVerified ? nil : "no"
    case .via: standing.via
    case .tenant: standing.tenant
    case .session: session
    case .rule: rule
    case .reason: reason
    case .outcome: outcome
    case .expires: event == .requested ? expiresAt.map(Self.time) : nil
    }
  }

  /// Writes a time to the second, as people read it.
  private static func time(_ unixNanoseconds: Int64) -> String {
    let text = UTCTimestamp.text(unixNanoseconds)
    return "\(text.prefix(10)) \(text.dropFirst(11).prefix(8)) UTC"
  }
}

extension Notice.Event {
  fileprivate var words: String {
    switch self {
    case .requested: "Approval needed"
    case .resolved: "Approval resolved"
    case .expired: "Approval expired"
    }
  }
}
