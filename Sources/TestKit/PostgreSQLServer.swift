import Foundation
import Locking

/// A PostgreSQL server that tests start: a new cluster in a folder of its own, on a port of its own.
///
/// It ends with the test process, however that ends.
package final class PostgreSQLServer: Sendable {
  package struct Failure: Error, CustomStringConvertible {
    package let description: String
  }

  private let folder: URL
  private let port: UInt16
  private let running: Locked<Program?>
  private let databases = Locked(0)

  private static let sharedServer = Locked<Task<PostgreSQLServer, any Error>?>(nil)

  /// The server that all tests share, each with databases of its own; started when first asked for.
  package static var shared: PostgreSQLServer {
    get async throws {
      let server = sharedServer.withLock { server in
        let task = server ?? Task { try await PostgreSQLServer() }
        server = task
        return task
      }
      return try await server.value
    }
  }

  /// Makes a cluster and starts it.
  package init() async throws {
    folder = URL(filePath: "/tmp/gh-pg-\(UUID().uuidString.prefix(8))")
    port = try Self.freePort()
    running = Locked(nil)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    if geteuid() == 0 {
      let owned = try await Program.run("/usr/bin/env", ["chown", "postgres:", folder.path])
      guard owned.status == 0 else { throw Failure(description: owned.errors) }
    }
    let made = try await run(
      "initdb", ["-D", cluster, "-A", "trust", "-U", "gatehouse", "--no-sync", "-E", "UTF8"])
    guard made.status == 0 else { throw Failure(description: made.errors) }
    try await start()
  }

  deinit { stop() }

  private var cluster: String { folder.appending(path: "data").path }

  /// The connection URI of a database.
  package func location(_ database: String) -> String {
    "postgresql://gatehouse@127.0.0.1:\(port)/\(database)"
  }

  /// Makes an empty database; returns its connection URI.
  package func makeDatabase() async throws -> String {
    let number = databases.withLock { number in
      number += 1
      return number
    }
    try await query("CREATE DATABASE test_\(number)")
    return location("test_\(number)")
  }

  /// Runs SQL as the cluster's owner; returns what `psql` prints.
  @discardableResult
  package func query(_ sql: String, in database: String? = nil) async throws -> String {
    let done = try await run(
      "psql",
      [
        "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-c", sql,
        database ?? location("postgres"),
      ])
    guard done.status == 0 else { throw Failure(description: done.errors) }
    return done.output
  }

  /// Starts the server, and waits until it takes connections.
  package func start() async throws {
    // The shell waits for the end of its input, which comes with that of the test process at the latest.
    let script = """
      folder=$1; shift
      "$@" & server=$!
      last=$(cat)
      kill -INT $server 2> /dev/null
      wait $server
      [ "$last" = keep ] || rm -rf "$folder"
      """
    let program = try Program(
      starting: "/bin/sh",
      ["-c", script, "sh", folder.path]
        + (try command(
          "postgres",
          [
            "-D", cluster, "-p", "\(port)", "-k", folder.path, "-c", "listen_addresses=127.0.0.1",
            "-c", "fsync=off", "-c", "max_connections=200",
          ])),
      within: .seconds(3_600))
    running.withLock { $0 = program }
    guard await program.complains("ready to accept connections") else {
      throw Failure(description: program.complaints)
    }
  }

  /// Stops the server at once, whoever is connected, and waits until it is gone.
  package func halt() async throws {
    let program = running.withLock { program in
      defer { program = nil }
      return program
    }
    try program?.write("keep")
    _ = await program?.result()
  }

  /// Has the server end and its folder removed, without waiting for that.
  private func stop() {
    guard let program = running.withLock({ $0 }) else {
      try? FileManager.default.removeItem(at: folder)
      return
    }
    try? program.write("")
  }

  // MARK: Programs

  private func run(_ name: String, _ arguments: [String]) async throws -> Program.Result {
    let command = try command(name, arguments)
    return try await Program.run(command[0], Array(command.dropFirst()))
  }

  /// A command line of PostgreSQL's, as its own user where that is needed: it refuses to run as root.
  private func command(_ name: String, _ arguments: [String]) throws -> [String] {
    let root = URL(filePath: "/usr/lib/postgresql")
    let versions = (try? FileManager.default.contentsOfDirectory(atPath: root.path)) ?? []
    guard let version = versions.max(by: { (Int($0) ?? 0) < (Int($1) ?? 0) }) else {
      throw Failure(description: "PostgreSQL is not installed: `apt-get install postgresql`")
    }
    let program = root.appending(path: version).appending(path: "bin").appending(path: name).path
    let user =
      geteuid() == 0
      ? ["/usr/bin/setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--"] : []
    return (user.isEmpty ? ["/usr/bin/env"] : user) + [program] + arguments
  }

  /// A port that nobody listens to.
  private static func freePort() throws -> UInt16 {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    // SAFETY: the pointers are to locals that outlive the calls, of the size given.
    let code = unsafe withUnsafeMutablePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
        unsafe bind(descriptor, pointer, length) == 0
          ? getsockname(descriptor, pointer, &length) : -1
      }
    }
    guard code == 0 else { throw Failure(description: "no port is free") }
    return UInt16(bigEndian: address.sin_port)
  }
}
