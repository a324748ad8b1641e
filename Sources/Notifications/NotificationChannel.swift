/// A way to reach people.
package protocol NotificationChannel: Sendable {
  /// What the operator calls it.
  var name: String { get }

  /// Tells people; returns once the service has taken the message.
  func send(_ letter: Letter) async throws(DeliveryFailure)

  /// Whether people see all of a notice there, so that they may approve it from there.
  func shows(_ notice: Notice) -> Bool
}

extension NotificationChannel {
  package func shows(_ notice: Notice) -> Bool { false }
}

/// One notice on its way through one channel.
package struct Letter: Sendable, Equatable {
  /// The same at each attempt, so that receivers can tell a repetition.
  package let id: String
  package let channel: String
  package let notice: Notice

  package init(id: String, channel: String, notice: Notice) {
    self.id = id
    self.channel = channel
    self.notice = notice
  }
}

/// Says why a letter did not arrive.
package struct DeliveryFailure: Error, Sendable, Equatable, CustomStringConvertible {
  /// What went wrong, without any secret.
  package let description: String
  /// Whether the same letter may arrive later.
  package let isTemporary: Bool
  /// How long the service asks to be left alone; nil where it does not say.
  package let retryAfter: Duration?

  package init(_ description: String, isTemporary: Bool, retryAfter: Duration? = nil) {
    self.description = description
    self.isTemporary = isTemporary
    self.retryAfter = retryAfter
  }
}
