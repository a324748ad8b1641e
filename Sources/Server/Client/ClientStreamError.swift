package import EventLoop
package import TLS

/// Says why an outgoing connection cannot be used any more.
package enum ClientStreamError: Error, Hashable, Sendable {
  case io(IOError)
  case tls(TLSError)
  /// What was waited for did not come in time.
  case timeout
  /// The task that waited was cancelled.
  case cancelled
  /// The connection was closed on this side.
  case closed
  /// The peer ended the connection within the TLS handshake.
  case endedInHandshake
}

extension ClientStreamError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .io(let error): error.description
    case .tls(let error): error.description
    case .timeout: "the server did not answer in time"
    case .cancelled: "the wait was cancelled"
    case .closed: "the connection is closed"
    case .endedInHandshake:
      "the server ended the connection within the TLS handshake; check that it speaks TLS there"
    }
  }
}
