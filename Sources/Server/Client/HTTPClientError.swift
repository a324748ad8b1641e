package import EventLoop
package import HTTPWire
package import TLS

/// Says why a request has no response; the texts name the origin and never the path, which may be a credential.
package enum HTTPClientError: Error, Hashable, Sendable {
  /// The addresses of the host are not known.
  case unresolved(host: String, ResolveError)
  /// None of the addresses of the host may be connected to.
  case refusedAddress(host: String)
  /// No connection came about.
  case unreachable(IOError)
  /// The server did not prove who it is, or its encryption failed.
  case tls(TLSError)
  /// The proxy did not open a tunnel.
  case proxy(HTTPOrigin, status: Int)
  /// The connection ended before the response did.
  case disconnected(HTTPOrigin)
  /// The response breaks the rules, or is too large.
  case response(HTTPOrigin, HTTPResponseProblem)
  /// The connection or the response did not come in time.
  case timeout(HTTPOrigin)
  /// As many connections are open as may be.
  case overloaded
  /// The task was cancelled.
  case cancelled
  /// The client is closed.
  case closed
}

extension HTTPClientError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .unresolved(let host, let error): "cannot find `\(host)`: \(error)"
    case .refusedAddress(let host):
      "`\(host)` has only addresses that may not be connected to from here"
    case .unreachable(let error): error.description
    case .tls(let error): error.description
    case .proxy(let proxy, let status):
      "the proxy \(proxy) refused a tunnel with status \(status); check its settings and credentials"
    case .disconnected(let origin): "\(origin) ended the connection before it had answered"
    case .response(let origin, let problem): "cannot use the answer of \(origin): \(problem)"
    case .timeout(let origin): "\(origin) did not answer in time"
    case .overloaded: "too many connections are open; try again later"
    case .cancelled: "the request was cancelled"
    case .closed: "the client is closed"
    }
  }
}

extension HTTPClientError {
  /// Says what became of a request whose connection failed.
  init(_ error: ClientStreamError, _ origin: HTTPOrigin) {
    self =
      switch error {
      case .io, .closed: .disconnected(origin)
      case .tls(let error): .tls(error)
      case .timeout: .timeout(origin)
      case .cancelled: .cancelled
      case .endedInHandshake: .tls(.failed(reason: error.description))
      }
  }
}
