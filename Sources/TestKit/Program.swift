package import Foundation
import Synchronization

/// A program that a test runs: its output is collected, and it is killed when its time is up.
///
/// It must leave no children behind: Foundation takes a program for running as long as one of them lives (use `exec` in
/// shell scripts).
package final class Program: Sendable {
  /// What a program that has ended left behind.
  package struct Result: Sendable {
    /// The exit status, or the signal that ended it.
    package let status: Int32
    package let wasKilled: Bool
    package let output: String
    package let errors: String
  }

  private let process: Mutex<Process>
  private let input = Pipe()
  private let output = Transcript()
  private let errors = Transcript()
  private let exit = Transcript()
  package let identifier: Int32

  /// Starts a program.
  ///
  /// - Parameters:
  ///   - environment: variables besides those of the test process.
  ///   - limit: how long it may run before it is killed.
  package init(
    starting path: String, _ arguments: [String] = [], environment: [String: String] = [:],
    directory: URL? = nil, within limit: Duration = .seconds(60)
  ) throws {
    let process = Process()
    process.executableURL = URL(filePath: path)
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.currentDirectoryURL = directory
    process.standardInput = input
    process.standardOutput = output.pipe
    process.standardError = errors.pipe
    process.terminationHandler = { [exit] _ in exit.close() }
    try process.run()
    let identifier = process.processIdentifier
    self.identifier = identifier
    self.process = Mutex(process)
    Task { [exit] in
      try await Task.sleep(for: limit)
      if !exit.isClosed { kill(identifier, SIGKILL) }
    }
  }

  /// Runs a program to its end.
  package static func run(
    _ path: String, _ arguments: [String] = [], input: String = "",
    environment: [String: String] = [:], directory: URL? = nil,
    within limit: Duration = .seconds(60)
  ) async throws -> Result {
    let program = try Program(
      starting: path, arguments, environment: environment, directory: directory, within: limit)
    try program.write(input)
    return await program.result()
  }

  /// Sends text to the program's standard input and closes it.
  package func write(_ text: String) throws {
    try input.fileHandleForWriting.write(contentsOf: Data(text.utf8))
    try input.fileHandleForWriting.close()
  }

  package func send(_ signal: Int32) { kill(identifier, signal) }

  /// Waits until standard output holds some text; false when the program ended without printing it.
  package func prints(_ text: String) async -> Bool { await output.waits(for: text) }

  /// Waits until standard error holds some text; false when the program ended without printing it.
  package func complains(_ text: String) async -> Bool { await errors.waits(for: text) }

  /// Waits for the program to end.
  package func result() async -> Result {
    await exit.end()
    await output.end()
    await errors.end()
    return process.withLock { process in
      Result(
        status: process.terminationStatus,
        wasKilled: process.terminationReason == .uncaughtSignal, output: output.text,
        errors: errors.text)
    }
  }
}

/// Collects what arrives on a pipe, and wakes those who wait for a piece of it.
private final class Transcript: Sendable {
  private struct State {
    var data = Data()
    var isClosed = false
    var waiters: [(text: String?, resume: CheckedContinuation<Bool, Never>)] = []
  }

  let pipe = Pipe()
  private let state = Mutex(State())

  init() {
    pipe.fileHandleForReading.readabilityHandler = { [weak self] handle in
      let data = handle.availableData
      guard !data.isEmpty else {
        handle.readabilityHandler = nil
        self?.close()
        return
      }
      self?.change { $0.data += data }
    }
  }

  var text: String { state.withLock { String(decoding: $0.data, as: UTF8.self) } }
  var isClosed: Bool { state.withLock { $0.isClosed } }

  func close() { change { $0.isClosed = true } }

  func waits(for text: String) async -> Bool { await wait(text) }

  func end() async { _ = await wait(nil) }

  private func wait(_ text: String?) async -> Bool {
    await withCheckedContinuation { continuation in
      change { $0.waiters.append((text, continuation)) }
    }
  }

  /// Applies a change, then resumes, outside the lock, whoever has what they waited for.
  private func change(_ body: (inout State) -> Void) {
    let due = state.withLock { state in
      body(&state)
      let text = String(decoding: state.data, as: UTF8.self)
      let isClosed = state.isClosed
      let due = state.waiters.compactMap { waiter -> (CheckedContinuation<Bool, Never>, Bool)? in
        let isFound = waiter.text.map(text.contains) ?? isClosed
        return isFound || isClosed ? (waiter.resume, isFound) : nil
      }
      state.waiters.removeAll { waiter in
        (waiter.text.map(text.contains) ?? isClosed) || isClosed
      }
      return due
    }
    for (continuation, isFound) in due { continuation.resume(returning: isFound) }
  }
}
