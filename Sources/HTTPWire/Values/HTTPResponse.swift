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

/// A response whose content is at hand, or comes piece by piece.
package struct HTTPResponse: Sendable {
  package var head: HTTPResponseHead
  package var body: [UInt8]
  /// Gives the content that follows `body`; nil where that is all of it.
  package let source: (any HTTPContentSource)?

  package init(_ status: HTTPStatus, fields: HTTPFields = [:], body: [UInt8] = []) {
    head = HTTPResponseHead(status, fields: fields)
    self.body = body
    source = nil
  }

  /// A response whose length nobody knows yet.
  package init(_ status: HTTPStatus, fields: HTTPFields, source: any HTTPContentSource) {
    head = HTTPResponseHead(status, fields: fields)
    body = []
    self.source = source
  }
}

extension HTTPResponse: Equatable {
  package static func == (left: HTTPResponse, right: HTTPResponse) -> Bool {
    left.head == right.head && left.body == right.body && left.source === right.source
  }
}

/// Gives the content of one response piece by piece, as fast as the client takes it.
package protocol HTTPContentSource: AnyObject, Sendable {
  /// Waits for the next piece; nil ends the response.
  ///
  /// It is asked for one piece after another, each when there is room for it. The task is cancelled when the client goes
  /// away, and the source should return soon then.
  func next() async -> [UInt8]?

  /// Takes in that nothing more will be asked for; called once.
  func end()
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
