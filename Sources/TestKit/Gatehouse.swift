package import Foundation

/// The program that is built: `$GATEHOUSE_BINARY`, or what a debug build leaves.
package enum Gatehouse {
  package static let binary =
    ProcessInfo.processInfo.environment["GATEHOUSE_BINARY"]
    ?? Corpora.repository.appending(path: ".build/debug/gatehouse").path

  /// The program and its arguments, in an environment without the tests' own variables: the program takes every name
  /// that begins with `GATEHOUSE_` for one of its options.
  package static func command(
    _ arguments: [String], environment: [String: String] = [:]
  ) -> (path: String, arguments: [String]) {
    let own = ProcessInfo.processInfo.environment.keys.filter { $0.hasPrefix("GATEHOUSE_") }
    let settings = own.flatMap { ["-u", $0] } + environment.map { "\($0.key)=\($0.value)" }
    return ("/usr/bin/env", settings + [binary] + arguments)
  }

  /// Runs one command to its end.
  package static func run(
    _ arguments: [String], input: String = "", environment: [String: String] = [:],
    directory: URL? = nil
  ) async throws -> Program.Result {
    let command = command(arguments, environment: environment)
    return try await Program.run(
      command.path, command.arguments, input: input, directory: directory)
  }

  /// Starts a command that goes on until it is told to end.
  package static func start(_ arguments: [String]) throws -> Program {
    let command = command(arguments)
    return try Program(starting: command.path, command.arguments, within: .seconds(240))
  }
}
