import Foundation
import Locking

/// An instance that a test runs, with a folder and ports of its own.
///
/// The folder holds `policy.yaml`, `gatehouse.yaml` and, once it runs, `data`.
package final class Daemon: Sendable {
  package struct Failure: Error, CustomStringConvertible {
    package let description: String
  }

  package let folder: TemporaryFolder
  package let program: Program
  /// The addresses of the decision API, as the instance logged them.
  package let addresses: [String]
  private let adminAddress: String
  private let hasEnded = Locked(false)

  /// Starts an instance, and waits until it serves.
  ///
  /// - Parameters:
  ///   - policy: nil leaves the folder's as it is.
  ///   - configuration: what stands in `gatehouse.yaml`.
  ///   - listen: one `--listen` each.
  package init(
    policy: String?, configuration: String = "anonymous: true", listen: [String] = ["127.0.0.1:0"],
    arguments: [String] = [], in folder: TemporaryFolder? = nil
  ) async throws {
    let folder = try folder ?? TemporaryFolder()
    self.folder = folder
    if let policy { try folder.write(policy, to: "policy.yaml") }
    try folder.write(configuration, to: "gatehouse.yaml")
    program = try Gatehouse.start(
      Self.arguments(in: folder) + listen.flatMap { ["--listen", $0] } + arguments)
    let isServing = await program.complains(#""message":"serving""#)
    let lines = program.complaints.split(separator: "\n")
    guard isServing, let line = lines.first(where: { $0.contains(#""message":"serving""#) }),
      let log = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any],
      let listening = log["listen"] as? String, let admin = log["admin_listen"] as? String
    else {
      program.send(SIGKILL)
      throw Failure(description: "the instance does not serve: \(program.complaints)")
    }
    addresses = listening.components(separatedBy: ", ")
    adminAddress = admin
  }

  /// The command line of an instance in a folder, but for where it listens.
  package static func arguments(in folder: TemporaryFolder) -> [String] {
    [
      "serve", "--config", folder.path("gatehouse.yaml"), "--policy", folder.path("policy.yaml"),
      "--data", folder.path("data"), "--admin-listen", "127.0.0.1:0", "--log-format", "json",
    ]
  }

  /// Runs an instance for as long as a body takes, and has it end in order.
  package static func run<Value>(
    policy: String?, configuration: String = "anonymous: true", listen: [String] = ["127.0.0.1:0"],
    arguments: [String] = [], in folder: TemporaryFolder? = nil,
    _ body: (Daemon) async throws -> Value
  ) async throws -> Value {
    let daemon = try await Daemon(
      policy: policy, configuration: configuration, listen: listen, arguments: arguments,
      in: folder)
    let value: Value
    do {
      value = try await body(daemon)
    } catch {
      daemon.kill()
      throw error
    }
    let result = await daemon.stop()
    guard result.status == 0 else {
      throw Failure(description: "the instance ended with \(result.status): \(result.errors)")
    }
    return value
  }

  /// Asks it to end, and waits until it has.
  @discardableResult
  package func stop() async -> Program.Result {
    hasEnded.withLock { hasEnded in
      if !hasEnded { program.send(SIGTERM) }
      hasEnded = true
    }
    return await program.result()
  }

  /// Ends it at once.
  package func kill() {
    hasEnded.withLock { hasEnded in
      if !hasEnded { program.send(SIGKILL) }
      hasEnded = true
    }
  }

  deinit { kill() }

  // MARK: Asking

  /// The port of the first address.
  package var port: UInt16 { Self.port(of: addresses[0]) }
  package var adminPort: UInt16 { Self.port(of: adminAddress) }

  private static func port(of address: String) -> UInt16 {
    UInt16(address.split(separator: ":").last ?? "") ?? 0
  }

  /// The credential of the admin listener.
  package var adminToken: String {
    get throws {
      try String(contentsOfFile: folder.path("data/admin.token"), encoding: .utf8)
        .trimmingCharacters(in: .whitespacesAndNewlines)
    }
  }

  /// Asks for a decision.
  package func decide(
    _ action: String, token: String? = nil, path: String = "/v1/decide"
  ) async throws -> RawClient.Response {
    try await ask("POST", path, token: token, body: action)
  }

  /// Makes a request on a connection of its own.
  package func ask(
    _ method: String, _ path: String, token: String? = nil, fields: [String] = [],
    body: String? = nil
  ) async throws -> RawClient.Response {
    try await RawClient(port: port).ask(
      method, path, token: token, fields: fields, body: body)
  }

  /// Makes a request of the admin listener, with its credential.
  package func administer(_ method: String, _ path: String) async throws -> RawClient.Response {
    try await RawClient(port: adminPort).ask(
      method, path, token: try adminToken, body: method == "POST" ? "" : nil)
  }

  /// Asks the admin listener for something until the answer is as it is to be, at most for some seconds; gives the last.
  package func eventually(
    _ path: String, _ isRight: (RawClient.Response) throws -> Bool
  ) async throws -> RawClient.Response {
    try await TestKit.eventually({ try await administer("GET", path) }, until: isRight)
  }

  /// Makes a request of the admin listener, with any credential or none.
  package func askAdmin(
    _ method: String, _ path: String, token: String? = nil, body: String? = nil,
    fields: [String] = []
  ) async throws -> RawClient.Response {
    try await RawClient(port: adminPort).ask(
      method, path, token: token, fields: fields, body: body)
  }
}
