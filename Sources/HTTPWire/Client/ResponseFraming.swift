/// What a response says about its own content and its connection, decided strictly (RFC 9112, section 6.3).
struct ResponseFraming: Sendable {
  /// How the end of the content is found.
  enum Content: Sendable, Hashable {
    case none
    case length(Int)
    case chunked
    case untilClose
  }

  private(set) var content = Content.untilClose
  private(set) var keepsAlive: Bool

  /// Decides on a response's fields, or says why they are ambiguous.
  init(
    _ fields: HTTPFields, of line: StatusLine, to method: HTTPMethod, limits: HTTPLimits
  ) throws(HTTPProblem) {
    keepsAlive = line.version == .http11
    let wire = fields.wire.span
    var length: Int?
    var isChunked = false
    var closes = false
    for entry in fields.entries {
      switch entry.nameLength {
      case 14 where fields.matches(entry, .contentLength):
        guard length == nil else { throw .repeatedContentLength }
        length = try FramingRules.length(wire, entry.value)
      case 17 where fields.matches(entry, .transferEncoding):
        guard !isChunked else { throw .invalidTransferEncoding }
        guard line.version == .http11 else { throw .transferEncodingInHTTP10 }
        try FramingRules.checkCoding(wire, entry.value)
        isChunked = true
      case 10 where fields.matches(entry, .connection):
        let options = FramingRules.connectionOptions(wire, entry.value)
        if options.close { closes = true }
        if options.keepAlive { keepsAlive = true }
      default: break
      }
    }
    if closes { keepsAlive = false }
    guard !isChunked || length == nil else { throw .conflictingFraming }

    if ResponseFraming.isEmpty(line.status, to: method) {
      content = .none
      // Where the RFC forbids these, the server may mean content to follow.
      let isForbidden = line.status == .noContent || method == .connect
      if isForbidden, isChunked || length ?? 0 > 0 { keepsAlive = false }
    } else if isChunked {
      content = .chunked
    } else if let length {
      guard length <= limits.maximumBodyBytes else { throw .bodyTooLarge }
      content = length > 0 ? .length(length) : .none
    } else {
      keepsAlive = false
    }
  }

  /// Whether a response never has content, whatever its fields say.
  private static func isEmpty(_ status: HTTPStatus, to method: HTTPMethod) -> Bool {
    status.forbidsContent || method == .head || (method == .connect && status.isSuccess)
  }
}
