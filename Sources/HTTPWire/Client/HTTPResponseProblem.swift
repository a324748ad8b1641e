/// Why a response cannot be taken; nothing more is read from its connection.
package enum HTTPResponseProblem: Error, Sendable, Hashable {
  /// The first line is not `HTTP/1.1 200 …`.
  case malformedStatusLine
  /// The server speaks another version than HTTP/1.1 or HTTP/1.0.
  case unsupportedVersion
  /// The server switched to a protocol that was not asked for.
  case switchedProtocols
  /// More interim responses came than make sense.
  case tooManyInterimResponses
  /// Bytes came that belong to no request.
  case unasked
  /// The connection ended within the response.
  case incomplete
  /// The lines, the fields or the framing break a rule that requests have too.
  case malformed(HTTPProblem)
}

extension HTTPResponseProblem: CustomStringConvertible {
  package var description: String {
    switch self {
    case .malformedStatusLine: "its first line is not an HTTP status line"
    case .unsupportedVersion: "it speaks a version other than HTTP/1.1 and HTTP/1.0"
    case .switchedProtocols: "it switched to a protocol that was not asked for"
    case .tooManyInterimResponses: "it sent too many interim responses"
    case .unasked: "it sent what no request asked for"
    case .incomplete: "it ended the connection within the response"
    case .malformed(.bodyTooLarge): "its content is larger than is taken here"
    case .malformed(let problem): "it broke the rules of HTTP (`\(problem.reason)`)"
    }
  }
}
