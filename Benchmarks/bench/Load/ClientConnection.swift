import CBenchmark

/// A keep-alive connection to the service, on which one request at a time is under way.
final class ClientConnection {
  private let socket: Int32
  private var received: [UInt8] = []
  /// When the request under way was to be sent, in nanoseconds; nil where there is none.
  private(set) var due: Int64?

  init(port: UInt16) throws {
    socket = cbenchmark_connect(port)
    guard socket >= 0 else { throw Failure("cannot connect to port \(port): error \(-socket)") }
  }

  deinit {
    cbenchmark_close(socket)
  }

  /// Has a poller report arrivals under a number.
  func join(_ poller: Int32, as index: Int) throws {
    guard cbenchmark_poller_add(poller, socket, UInt64(index)) == 0 else {
      throw Failure("cannot wait for a connection")
    }
  }

  /// Sends a request that is small enough to fit into the socket's buffer.
  func send(_ request: [UInt8], due: Int64) throws {
    // SAFETY: C reads exactly `count` bytes during the call.
    let sent = unsafe cbenchmark_send(socket, request, request.count)
    guard sent == request.count else { throw Failure("sending failed: \(sent)") }
    self.due = due
  }

  /// Takes what has arrived; gives the status once the answer is complete.
  func receive(through buffer: inout [UInt8]) throws -> Int? {
    // SAFETY: C writes at most `count` bytes to a buffer of that size, and says how many.
    let count = unsafe cbenchmark_receive(socket, &buffer, buffer.count)
    guard count >= 0 else { throw Failure("the connection ended: error \(-count)") }
    received += buffer[0..<Int(count)]
    guard let answer = AnswerHead(received), received.count >= answer.length else { return nil }
    guard received.count == answer.length else { throw Failure("more was answered than asked") }
    received.removeAll(keepingCapacity: true)
    due = nil
    return answer.status
  }
}

/// What has to be known of an answer to find its end.
struct AnswerHead {
  let status: Int
  /// The bytes of head and content.
  let length: Int

  /// Nil as long as the head is not complete, or where it gives no length.
  init?(_ bytes: [UInt8]) {
    var content: Int?
    var start = 0
    while let end = Self.lineEnd(bytes, from: start) {
      if end == start {
        guard let content, let status = Self.number(bytes[9..<min(12, bytes.count)]) else {
          return nil
        }
        self.status = status
        length = end + 2 + content
        return
      }
      if let value = Self.contentLength(bytes[start..<end]) { content = value }
      start = end + 2
    }
    return nil
  }

  private static func lineEnd(_ bytes: [UInt8], from start: Int) -> Int? {
    var index = start
    while index + 1 < bytes.count {
      if bytes[index] == 0x0D, bytes[index + 1] == 0x0A { return index }
      index += 1
    }
    return nil
  }

  private static let name = Array("content-length:".utf8)

  private static func contentLength(_ line: ArraySlice<UInt8>) -> Int? {
    guard line.count > name.count, zip(line, name).allSatisfy({ $0 | 0x20 == $1 | 0x20 }) else {
      return nil
    }
    return number(line.dropFirst(name.count).drop { $0 == 0x20 })
  }

  private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
    var number: Int?
    for digit in digits {
      guard (0x30...0x39).contains(digit) else { return nil }
      number = (number ?? 0) * 10 + Int(digit - 0x30)
    }
    return number
  }
}
