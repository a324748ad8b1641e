/// A status and fields; framing fields are the machine's to write and are ignored here (RFC 9112, section 4).
package struct HTTPResponseHead: Sendable, Equatable {
  package var status: HTTPStatus
  /// `Connection: close` is obeyed; `Content-Length`, `Transfer-Encoding` and other `Connection` options are ignored.
  package var fields: HTTPFields

  package init(_ status: HTTPStatus, fields: HTTPFields = [:]) {
    self.status = status
    self.fields = fields
  }
}

/// A response whose whole content is at hand.
package struct HTTPResponse: Sendable, Equatable {
  package var head: HTTPResponseHead
  package var body: [UInt8]

  package init(_ status: HTTPStatus, fields: HTTPFields = [:], body: [UInt8] = []) {
    head = HTTPResponseHead(status, fields: fields)
    self.body = body
  }
}

/// A response that does not keep what it promised: a fault of the handler, after which the connection is closed.
package enum HTTPResponseError: Error, Sendable, Hashable {
  /// No request waits for a response, or the call does not fit what was sent so far.
  case outOfOrder
  /// An informational status (1xx) was given as the response.
  case notFinal
  /// More content was written than the declared length.
  case longerThanDeclared
  /// The response ended before its declared length.
  case shorterThanDeclared
}
