/// Why a request is refused; the connection is closed after the answer, because what follows cannot be trusted.
///
/// The raw value is the stable reason code.
package enum HTTPProblem: String, Error, Sendable, CaseIterable {
  // The request line (RFC 9112, section 3).
  case malformedRequestLine = "malformed_request_line"
  case requestLineTooLong = "request_line_too_long"
  case invalidMethod = "invalid_method"
  case unsupportedMethod = "unsupported_method"
  case invalidTarget = "invalid_target"
  case malformedVersion = "malformed_version"
  case unsupportedVersion = "unsupported_version"

  // Lines and fields (RFC 9112, sections 2.2 and 5).
  case bareLineFeed = "bare_line_feed"
  case bareCarriageReturn = "bare_carriage_return"
  case controlCharacter = "control_character"
  case malformedField = "malformed_field"
  case spaceBeforeColon = "space_before_colon"
  case foldedField = "folded_field"
  case invalidFieldText = "invalid_field_text"
  case fieldLineTooLong = "field_line_too_long"
  case fieldsTooLarge = "fields_too_large"
  case tooManyFields = "too_many_fields"

  // The authority (RFC 9112, section 3.2; RFC 9110, sections 7.2 and 7.4).
  case missingHost = "missing_host"
  case repeatedHost = "repeated_host"
  case invalidHost = "invalid_host"
  case conflictingHost = "conflicting_host"
  case unknownHost = "unknown_host"
  case foreignOrigin = "foreign_origin"

  // The content's framing (RFC 9112, sections 6 and 7).
  case invalidContentLength = "invalid_content_length"
  case repeatedContentLength = "repeated_content_length"
  case conflictingFraming = "conflicting_framing"
  case invalidTransferEncoding = "invalid_transfer_encoding"
  case unsupportedTransferEncoding = "unsupported_transfer_encoding"
  case transferEncodingInHTTP10 = "transfer_encoding_in_http_1_0"
  case contentInConnect = "content_in_connect"
  case invalidChunk = "invalid_chunk"
  case chunkLineTooLong = "chunk_line_too_long"
  case bodyTooLarge = "body_too_large"
  case forbiddenTrailer = "forbidden_trailer"
  case incompleteRequest = "incomplete_request"

  case unknownExpectation = "unknown_expectation"

  // What only the shell can see.
  case requestTimeout = "request_timeout"
  case overloaded = "overloaded"
  case internalError = "internal_error"

  /// The reason code.
  package var reason: String { rawValue }

  package var status: HTTPStatus {
    switch self {
    case .requestLineTooLong: .uriTooLong
    case .unsupportedMethod, .unsupportedTransferEncoding: .notImplemented
    case .unsupportedVersion: .httpVersionNotSupported
    case .fieldLineTooLong, .fieldsTooLarge, .tooManyFields: .requestHeaderFieldsTooLarge
    case .unknownHost: .misdirectedRequest
    case .foreignOrigin: .forbidden
    case .bodyTooLarge: .contentTooLarge
    case .unknownExpectation: .expectationFailed
    case .requestTimeout: .requestTimeout
    case .overloaded: .serviceUnavailable
    case .internalError: .internalServerError
    default: .badRequest
    }
  }

  /// What is wrong and what to do next.
  package var text: String {
    switch self {
    case .malformedRequestLine:
      "the request line must be `METHOD target HTTP/1.1` with single spaces"
    case .requestLineTooLong: "the request line is too long; move data from the target to the body"
    case .invalidMethod: "the method is not a token"
    case .unsupportedMethod: "the method is not one this server knows"
    case .invalidTarget:
      "the request target is not a path or URI that RFC 3986 allows; percent-encode it"
    case .malformedVersion: "the request line must end in `HTTP/1.1` or `HTTP/1.0`"
    case .unsupportedVersion: "only HTTP/1.1 and HTTP/1.0 are spoken here"
    case .bareLineFeed: "a line ends in LF alone; end lines in CR LF"
    case .bareCarriageReturn: "a CR is not followed by LF; end lines in CR LF"
    case .controlCharacter: "a control character stands in the head"
    case .malformedField: "a field line must be `name: value` with a token as its name"
    case .spaceBeforeColon: "white space stands before a field's colon; remove it"
    case .foldedField: "a field line begins with white space; write a value on one line"
    case .invalidFieldText: "a field value is not UTF-8 text"
    case .fieldLineTooLong: "a field line is too long"
    case .fieldsTooLarge: "the fields are too large in sum"
    case .tooManyFields: "there are too many fields"
    case .missingHost: "the `Host` field is missing; send exactly one"
    case .repeatedHost: "the `Host` field is repeated; send exactly one"
    case .invalidHost: "the `Host` field is not `host` or `host:port`"
    case .conflictingHost: "the `Host` field differs from the target's authority; send the same"
    case .unknownHost: "this listener does not answer for that host; add it to its accepted names"
    case .foreignOrigin: "requests from that origin are not accepted; add it to the accepted names"
    case .invalidContentLength: "`Content-Length` is not a plain decimal number"
    case .repeatedContentLength: "`Content-Length` is repeated; send exactly one"
    case .conflictingFraming: "`Content-Length` and `Transfer-Encoding` are both present; send one"
    case .invalidTransferEncoding: "`Transfer-Encoding` must be exactly `chunked`"
    case .unsupportedTransferEncoding: "the only transfer coding known here is `chunked`"
    case .transferEncodingInHTTP10: "HTTP/1.0 has no `Transfer-Encoding`; send `Content-Length`"
    case .contentInConnect: "a CONNECT request must not have content"
    case .invalidChunk: "the chunked body is malformed"
    case .chunkLineTooLong: "a chunk's size line is too long, or its extensions are too many"
    case .bodyTooLarge: "the content is larger than this server takes"
    case .forbiddenTrailer: "a trailer field may not say how to frame, route or authenticate"
    case .incompleteRequest: "the connection ended within a request"
    case .unknownExpectation: "the only expectation known here is `100-continue`"
    case .requestTimeout: "the request took too long to arrive"
    case .overloaded: "the server has no room for another request now; try again later"
    case .internalError: "the server could not answer"
    }
  }

  /// The answer as problem details (RFC 9457).
  package var response: HTTPResponse {
    let status = status
    // No member needs escaping: the texts are this file's, and a test holds them to it.
    let body = """
      {"type":"about:blank","title":"\(status.reasonPhrase)","status":\(status.code),\
      "detail":"\(text)","code":"\(reason)"}
      """
    return HTTPResponse(
      status, fields: [.contentType: "application/problem+json"], body: Array(body.utf8))
  }
}
