package import HTTPWire

/// The content of the request being answered; each byte is given once.
package struct RequestBody: Sendable {
  private let connection: HTTPConnection
  private let request: Int

  init(of request: Int, on connection: HTTPConnection) {
    self.connection = connection
    self.request = request
  }

  /// Takes the next piece, waiting for it if need be; nil at the end. Nothing more is read from the client meanwhile
  /// than is asked for, so a slow reader slows the client down.
  package func next() async throws(RequestBodyError) -> [UInt8]? {
    try await connection.nextPiece(of: request, on: connection.share.isolation)
  }

  /// Takes all that is left.
  ///
  /// - Parameter limit: in bytes; content that is longer throws `tooLarge`.
  package func collect(upTo limit: Int) async throws(RequestBodyError) -> [UInt8] {
    try await connection.collect(request, upTo: limit, on: connection.share.isolation)
  }
}

/// Says why a request's content cannot be had.
package enum RequestBodyError: Error, Hashable, Sendable {
  /// It is longer than the handler takes.
  case tooLarge
  /// It breaks the rules of HTTP; the client has been told, and whatever the handler answers is dropped.
  case refused
  /// The client is gone, and whatever the handler answers is dropped.
  case disconnected
  /// The request was answered before.
  case answered

  /// The answer to give the client.
  package var response: HTTPResponse {
    switch self {
    case .tooLarge: HTTPProblem.bodyTooLarge.response
    case .refused, .disconnected, .answered: HTTPProblem.incompleteRequest.response
    }
  }
}
