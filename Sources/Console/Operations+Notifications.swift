extension Operations {
  /// What an operator can ask about the telling of people.
  package struct Notifications: Sendable {
    /// A letter that did not arrive.
    package struct DeadLetter: Sendable {
      package let id: String
      package let channel: String
      package let event: String
      package let approval: String
      package let agent: String
      package let tool: String
      package let attempts: Int
      package let reason: String
      /// Nanoseconds since 1970.
      package let at: Int64

      package init(
        id: String, channel: String, event: String, approval: String, agent: String, tool: String,
        attempts: Int, reason: String, at: Int64
      ) {
        self.id = id
        self.channel = channel
        self.event = event
        self.approval = approval
        self.agent = agent
        self.tool = tool
        self.attempts = attempts
        self.reason = reason
        self.at = at
      }
    }

    let countDeadLetters: @Sendable () async -> Int
    /// The latest of them, the latest first.
    let deadLetters: @Sendable (_ limit: Int) async -> [DeadLetter]
    /// Sends one again; false where there is none of that id.
    let resend: @Sendable (_ id: String) async -> Bool

    package init(
      countDeadLetters: @escaping @Sendable () async -> Int,
      deadLetters: @escaping @Sendable (_ limit: Int) async -> [DeadLetter],
      resend: @escaping @Sendable (_ id: String) async -> Bool
    ) {
      self.countDeadLetters = countDeadLetters
      self.deadLetters = deadLetters
      self.resend = resend
    }
  }
}
