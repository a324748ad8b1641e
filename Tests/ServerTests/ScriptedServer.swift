import ByteParsing
import EventLoop
import Foundation
import Locking

/// A server that says what a test wants, well-formed or not.
final class ScriptedServer: Sendable {
  /// What to do with what a connection has sent since it was last answered.
  enum Reply: Sendable {
    /// Nothing until more has come.
    case wait
    case send(String)
    case sendAndClose(String)
  }

  let group: EventLoopGroup
  let port: UInt16
  private let listener: Listener
  private let connections = Locked(0)

  /// - Parameters:
  ///   - script: told the number of the connection, from 1, and what has come.
  ///   - whenEnded: called as clients end connections.
  init(
    _ script: @escaping @Sendable (Int, String) -> Reply,
    whenEnded: @escaping @Sendable () -> Void = {}
  ) throws {
    group = try EventLoopGroup(count: 1)
    listener = try Listener(
      .tcp(host: "127.0.0.1", port: 0), on: group, limit: ConnectionLimit(100))
    port = listener.address.port ?? 0
    listener.start { [connections] socket in
      let number = connections.withLock { count in
        count += 1
        return count
      }
      let connection = ScriptedConnection(socket, whenEnded) { script(number, $0) }
      socket.setHandler(connection)
      socket.startReading()
    }
  }

  var connectionCount: Int { connections.withLock(\.self) }

  func end() async {
    await listener.stop()
    await group.shutdown()
  }
}

private final class ScriptedConnection: StreamHandler {
  private let socket: StreamSocket
  private let script: @Sendable (String) -> ScriptedServer.Reply
  private let whenEnded: @Sendable () -> Void
  private let received = Locked<[UInt8]>([])

  init(
    _ socket: StreamSocket, _ whenEnded: @escaping @Sendable () -> Void,
    _ script: @escaping @Sendable (String) -> ScriptedServer.Reply
  ) {
    self.socket = socket
    self.whenEnded = whenEnded
    self.script = script
  }

  func streamDidRead(_ bytes: Span<UInt8>) {
    received.withLock { $0.append(bytes) }
    switch script(received.withLock { String(decoding: $0, as: UTF8.self) }) {
    case .wait: return
    case .send(let text): write(text)
    case .sendAndClose(let text):
      write(text)
      socket.shutdownWrite()
    }
    received.withLock { $0 = [] }
  }

  private func write(_ text: String) {
    let bytes = Array(text.utf8)
    socket.write(bytes.span)
  }

  func streamDidEnd() {
    socket.shutdownWrite()
    whenEnded()
  }

  func streamDidDrain() {}
  func streamDidClose(_ error: IOError?) {}
}
