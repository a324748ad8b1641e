/// What a listener is told.
package enum Announcement: Sendable, Equatable {
  /// Somebody announced this in a transaction that is committed.
  case said(String)
  /// Something may have been missed, so that the listener should look for itself: the connection was new, or it is time
  /// for a look in any case.
  case look

  /// The most bytes that an announcement takes along.
  package static let longestPayload = 7_900

  /// Whether a channel may be called so: letters a to z and `_`, at most 63.
  static func isName(_ channel: String) -> Bool {
    (1...63).contains(channel.utf8.count)
      && channel.utf8.allSatisfy { (0x61...0x7A).contains($0) || $0 == 0x5F }
  }
}

/// Who listens to which channel, and how to tell them.
struct Listeners: Sendable {
  typealias Listener = @Sendable (Announcement) -> Void

  private var byChannel: [String: [Listener]] = [:]

  /// Adds a listener; returns whether it is the channel's first.
  mutating func add(_ listener: @escaping Listener, to channel: String) -> Bool {
    byChannel[channel, default: []].append(listener)
    return byChannel[channel]?.count == 1
  }

  var channels: [String] { Array(byChannel.keys) }

  subscript(channel: String) -> [Listener] { byChannel[channel] ?? [] }
}
