import EventLoop
import HTTPWire
package import JSON
import Server
import TLS

/// Asks a running instance on its admin listener, as operators' and approvers' commands do.
package struct AdminClient: Sendable {
  private let client: HTTPClient
  private let base: String
  private let socketPath: String?
  private let authorization: HTTPFieldValue

  /// Opens a client for as long as a body takes.
  ///
  /// - Parameters:
  ///   - url: where the listener is; nil takes the configuration's address.
  ///   - tokenFile: the file that holds the caller's token; nil takes the operator's, in the data directory.
  ///   - authorities: a file of certificates to trust, besides the system's.
  package static func with<Result: Sendable>(
    _ configuration: Configuration, url: String?, tokenFile: String?, authorities: String?,
    _ body: (AdminClient) async throws -> Result
  ) async throws -> Result {
    let token = try token(in: tokenFile, or: configuration.data)
    guard let authorization = HTTPFieldValue(checking: "Bearer \(token)") else {
      throw ServiceError("the token is none: it holds letters, digits and signs of ASCII")
    }
    let group = try EventLoopGroup(count: 1)
    let tls = try TLSClientContext(
      TLSClientConfiguration(authorities: authorities.map { .file($0) } ?? .system))
    let client = HTTPClient(on: group.loops[0], tls: tls)
    let admin = AdminClient(client, configuration, url: url, authorization: authorization)
    do {
      let result = try await body(admin)
      await client.close()
      await group.shutdown()
      return result
    } catch {
      await client.close()
      await group.shutdown()
      throw error
    }
  }

  private init(
    _ client: HTTPClient, _ configuration: Configuration, url: String?,
    authorization: HTTPFieldValue
  ) {
    self.client = client
    self.authorization = authorization
    let scheme = configuration.tls == nil ? "http" : "https"
    switch configuration.adminListen {
    case .unix(let path) where url == nil:
      base = "http://localhost"
      socketPath = path
    case let address:
      base = url ?? "\(scheme)://\(address)"
      socketPath = nil
    }
  }

  private static func token(in file: String?, or data: String) throws -> String {
    let bytes: [UInt8]
    if let file {
      bytes = try Files.read(file).filter { $0 > 0x20 }
    } else {
      guard !data.isEmpty else {
        throw ServiceError("name the file with your token (--token-file), or the daemon's --data")
      }
      bytes = try AdminCredential.token(in: data)
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  package func get(_ path: String) async throws -> JSONValue {
    try await send(.get, path, body: [])
  }

  package func post(_ path: String, _ body: [UInt8]) async throws -> JSONValue {
    try await send(.post, path, body: body)
  }

  private func send(_ method: HTTPMethod, _ path: String, body: [UInt8]) async throws -> JSONValue {
    guard let url = HTTPURL(base + path) else {
      throw ServiceError("`\(base)` is no address: write it like `http://127.0.0.1:8641`")
    }
    var fields: HTTPFields = [.authorization: authorization]
    if method == .post { fields.set(.contentType, "application/json") }
    let response: HTTPResponse
    do throws(HTTPClientError) {
      response = try await client.send(
        HTTPRequest(method, url, fields: fields, body: body),
        ExchangeOptions(maximumResponseBytes: 64 << 20, socketPath: socketPath))
    } catch {
      throw ServiceError("\(error): is the instance running, and is this its admin listener?")
    }
    guard response.head.status.isSuccess else {
      let detail = (try? JSONDocument.parse(response.body))?["detail"]?.string
      throw ServiceError(detail ?? "the instance answered with status \(response.head.status.code)")
    }
    if response.body.isEmpty { return .null }
    return try JSONDocument.parse(response.body)
  }
}
