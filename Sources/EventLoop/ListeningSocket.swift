import CPlatform
import Glibc

/// A bound, listening descriptor, and for a Unix-domain socket the file that leads to it.
struct ListeningSocket {
  let descriptor: Int32
  /// Where it listens, with the port that the system chose.
  let address: SocketAddress
  private let file: FileIdentity?

  /// Connections that may wait to be accepted; the system may allow fewer.
  private static let backlog: Int32 = 4096

  /// Whether a client waits to be accepted.
  var hasWaitingClient: Bool {
    var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    // SAFETY: the pointer is used within the call only.
    return unsafe Glibc.poll(&entry, 1, 0) > 0
  }

  /// Binds and listens.
  init(_ endpoint: Endpoint) throws(IOError) {
    switch endpoint {
    case .tcp(let host, let port): try self.init(host: host, port: port)
    case .unix(let path, let mode): try self.init(path: path, mode: mode)
    }
  }

  private init(host: String, port: UInt16) throws(IOError) {
    var bound = cplatform_address()
    // SAFETY: the pointers are used within the call only.
    descriptor = unsafe cplatform_listen_tcp(host, port, Self.backlog, &bound)
    guard descriptor >= 0 else {
      let advice: String? =
        switch -descriptor {
        case EADDRINUSE: "another process listens there; stop it or choose another port"
        case EADDRNOTAVAIL: "this machine has no such address"
        case EACCES: "ports below 1024 need the capability CAP_NET_BIND_SERVICE"
        case EINVAL: "give a numeric IPv4 or IPv6 address"
        default: nil
        }
      throw IOError(
        code: descriptor, operation: "listen on `\(Endpoint.tcp(host: host, port: port))`",
        advice: advice)
    }
    address = SocketAddress(bound, path: "")
    file = nil
  }

  /// Replaces a socket file that nobody listens behind; any other file, and a living listener, is an error.
  private init(path: String, mode: UInt16) throws(IOError) {
    let operation = "listen on `unix:\(path)`"
    let folder = path.lastIndex(of: "/").map { path[...$0] } ?? ""
    let temporary = "\(folder).gh-\(getpid())"
    let limit = Int(cplatform_unix_path_limit())
    guard max(path.utf8.count, temporary.utf8.count) <= limit else {
      throw IOError(
        code: ENAMETOOLONG, operation: operation,
        advice: "a socket's path may have \(limit) bytes; choose a shorter one")
    }
    // SAFETY: the pointers are used within the calls only.
    switch unsafe cplatform_probe_unix(path) {
    case 0, -ENOENT: break
    case 1:
      throw IOError(
        code: EADDRINUSE, operation: operation,
        advice: "another process listens there; stop it or choose another path")
    case -ENOTSOCK:
      throw IOError(
        code: EEXIST, operation: operation,
        advice: "the file is not a socket; remove it or choose another path")
    case let code: throw IOError(code: code, operation: operation)
    }
    descriptor = unsafe cplatform_listen_unix(path, temporary, mode_t(mode), Self.backlog)
    guard descriptor >= 0 else { throw IOError(code: descriptor, operation: operation) }
    address = .unix(path: path)
    file = FileIdentity(ofLink: path)
  }

  /// Stops listening, and removes the socket file if it is still the one made here.
  func close() {
    if case .unix(let path) = address, let file,
      FileIdentity(ofLink: path)?.isSameFile(as: file) == true
    {
      // SAFETY: the pointer is used within the call only.
      unsafe _ = Glibc.unlink(path)
    }
    _ = Glibc.close(descriptor)
  }
}
