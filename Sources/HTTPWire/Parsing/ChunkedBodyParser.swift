/// Reads a chunked body and its trailers from bytes that arrive in pieces (RFC 9112, section 7.1).
///
/// Stricter than the RFC: no white space stands beside a chunk's size, and trailers that would frame, route or authenticate
/// are refused.
struct ChunkedBodyParser: Sendable {
  private enum State: Sendable {
    /// Before a size line; → *data* by a size above zero, *trailers* by zero.
    case size
    /// Within a chunk with bytes left; → *dataEnd* when none are left.
    case data(left: Int)
    /// Before the line end that closes a chunk; → *size*.
    case dataEnd
    /// Within the trailers; the empty line ends the body.
    case trailers
  }

  enum Step: Sendable {
    case body([UInt8])
    case end(HTTPFields)
    case needMore
  }

  private var state = State.size
  private var scanner = LineScanner()
  private var trailers = FieldSectionParser()
  private var total = 0
  private var extensionBytes = 0

  /// Reads on; content of several chunks comes as one piece, and comes before what is wrong behind it.
  mutating func read(
    _ input: inout InputBuffer, limits: HTTPLimits
  ) throws(HTTPProblem) -> Step {
    var body: [UInt8] = []
    do throws(HTTPProblem) {
      while true {
        switch state {
        case .size:
          guard let size = try readSize(&input, limits: limits) else { return step(body) }
          state = size > 0 ? .data(left: size) : .trailers
        case .data(let left):
          let count = min(left, input.count)
          if count == 0 { return step(body) }
          if body.isEmpty { body = input.take(count) } else { input.move(count, to: &body) }
          state = count < left ? .data(left: left - count) : .dataEnd
        case .dataEnd:
          guard
            let line = try scanner.scan(
              input.bytes.span, from: input.start, limit: 0, tooLong: .invalidChunk)
          else { return step(body) }
          input.drop(line.lengthWithEnd)
          state = .size
        case .trailers:
          if !body.isEmpty { return .body(body) }
          guard try trailers.parse(input.bytes.span, from: input.start, limits: limits) else {
            return .needMore
          }
          let fields = trailers.fields(of: input.bytes, from: input.start)
          guard !fields.holdsForbiddenTrailer else { throw .forbiddenTrailer }
          input.drop(trailers.length)
          return .end(fields)
        }
      }
    } catch {
      if body.isEmpty { throw error }
      return .body(body)
    }
  }

  private func step(_ body: [UInt8]) -> Step {
    body.isEmpty ? .needMore : .body(body)
  }

  /// Reads a size line; nil if more bytes are needed.
  private mutating func readSize(
    _ input: inout InputBuffer, limits: HTTPLimits
  ) throws(HTTPProblem) -> Int? {
    guard
      let line = try scanner.scan(
        input.bytes.span, from: input.start, limit: limits.maximumChunkLineBytes,
        tooLong: .chunkLineTooLong)
    else { return nil }
    let (size, digits) = try ChunkSize.parse(
      input.bytes.span, input.start..<input.start + line.length)
    let extensions = extensionBytes + line.length - digits
    guard extensions <= limits.maximumChunkExtensionBytes else { throw .chunkLineTooLong }
    guard size <= limits.maximumBodyBytes - total else { throw .bodyTooLarge }
    extensionBytes = extensions
    total += size
    input.drop(line.lengthWithEnd)
    return size
  }
}
