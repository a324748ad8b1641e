import Foundation
import TestKit

/// Runs schemathesis, an outside tester of services by their OpenAPI description, from PyPI.
struct Schemathesis {
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  private static let version = "4.32.5"
  private let program: String

  /// Finds it in the package's virtual environment, making that where it is missing.
  static func installed() async throws -> Schemathesis {
    let folder = Corpora.repository.appending(path: ".build/venv").path
    let program = "\(folder)/bin/schemathesis"
    let present = try? await Program.run(program, ["--version"])
    if present?.output.contains(version) != true {
      try await mustRun("/usr/bin/env", ["python3", "-m", "venv", folder])
      try await mustRun("\(folder)/bin/pip", ["install", "--quiet", "schemathesis==\(version)"])
    }
    return Schemathesis(program: program)
  }

  private static func mustRun(_ path: String, _ arguments: [String]) async throws {
    let result = try await Program.run(path, arguments, within: .seconds(180))
    guard result.status == 0 else { throw Failure(description: result.errors) }
  }

  /// Runs every check on the service that a description is read from, so many times for each operation.
  func run(
    on description: String, examples: Int, token: String? = nil
  ) async throws -> Program.Result {
    let folder = try TemporaryFolder()
    return try await Program.run(
      program,
      [
        // The paths that both listeners have are tested on this one.
        "run", description, "--url", String(description.dropLast("/openapi.json".count)),
        "--checks", "all", "--max-examples", "\(examples)", "--seed", "1",
        "--generation-database", "none", "--warnings", "off", "--workers", "1", "--no-color",
        // Those are served by the other listener.
        "--exclude-tag", "admin",
      ] + (token.map { ["--header", "Authorization: Bearer \($0)"] } ?? []), directory: folder.url,
      within: .seconds(150))
  }
}
