/// What a server machine has to tell next.
package enum HTTPServerEvent: Sendable, Equatable {
  /// A request begins; a response is owed from here on.
  case head(HTTPRequestHead)
  /// The next piece of the request's content, never empty.
  case body([UInt8])
  /// The request is complete; its trailers are never mixed with its fields.
  case end(trailers: HTTPFields)
  /// Nothing until more bytes are received.
  case needMore
  /// Nothing until the response to the present request is finished.
  case awaitResponse
  /// The request cannot be taken: call `refuse` with the problem, then close. Comes at most once.
  case refuse(HTTPProblem)
  /// No request will come any more: close once all output is sent.
  case close
}
