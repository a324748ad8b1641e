package import HTTPWire

/// Answers requests.
package protocol HTTPHandler: Sendable {
  /// Answers one request; called once for each, on the connection's loop, where it should not block or compute for long.
  ///
  /// The task is cancelled when the client goes away.
  func respond(
    to request: HTTPRequestHead, body: RequestBody, context: ConnectionContext
  ) async -> HTTPResponse
}
