/// How long a connection may keep the server waiting, phase by phase.
package struct ServerDeadlines: Sendable, Hashable {
  /// From the connection to the end of the TLS handshake.
  package var handshake: Duration = .seconds(10)
  /// Without a request, on a connection that is kept.
  package var idle: Duration = .seconds(75)
  /// From a request's first byte to the end of its head, however many bytes arrive meanwhile.
  package var head: Duration = .seconds(10)
  /// For each `minimumProgress` bytes of a request's content.
  package var body: Duration = .seconds(10)
  /// For the client to take each `minimumProgress` bytes of the responses that wait for it.
  package var write: Duration = .seconds(20)
  /// From the end of the last response to the client's own end, so that a reset does not lose that response.
  package var linger: Duration = .seconds(2)
  /// The bytes that must pass within `body` and `write`; a client that sends or takes less is cut off.
  package var minimumProgress: Int = 1024

  package init() {}

  package static let standard = ServerDeadlines()
}
