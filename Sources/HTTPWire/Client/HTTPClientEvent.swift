/// What a client machine has to tell next.
package enum HTTPClientEvent: Sendable, Equatable {
  /// The response to the present request begins; interim ones are passed over.
  case head(HTTPResponseHead)
  /// The next piece of the response's content, never empty.
  case body([UInt8])
  /// The response is complete; its trailers are never mixed with its fields.
  case end(trailers: HTTPFields)
  /// Nothing until more bytes are received, or, with no request under way, until one is sent.
  case needMore
  /// The response cannot be taken, or what came is none: close the connection. Comes at most once.
  case failed(HTTPResponseProblem)
  /// The connection is of no more use: close it.
  case close
}
