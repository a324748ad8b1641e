package import Foundation
import Locking
import Synchronization

/// A program that a test runs: its output is collected, and it is killed when its time is up.
package final class Program: Sendable {
  /// What a program that has ended left behind.
  package struct Result: Sendable {
    /// The exit status, or the signal that ended it.
    package let status: Int32
    package let wasKilled: Bool
    package let output: String
    package let errors: String
  }

  private let input = Pipe.uninherited()
  private let output = Transcript()
  private let errors = Transcript()
  private let exit = Transcript()
  /// What `waitpid` said; meaningful once `exit` is closed.
  private let waitStatus = Atomic<Int32>(0)
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
    let (output, errors) = (Pipe.uninherited(), Pipe.uninherited())
    let command =
      if let directory {
        ["/usr/bin/env", "-C", directory.path(percentEncoded: false), path] + arguments
      } else {
        [path] + arguments
      }
    let variables = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    identifier = try spawn(
      command, variables.map { "\($0.key)=\($0.value)" },
      descriptors: [
        input.fileHandleForReading.fileDescriptor, output.fileHandleForWriting.fileDescriptor,
        errors.fileHandleForWriting.fileDescriptor,
      ])
    try input.fileHandleForReading.close()
    try output.fileHandleForWriting.close()
    try errors.fileHandleForWriting.close()
    self.output.collect(from: output)
    self.errors.collect(from: errors)
    Thread.detachNewThread { [self] in awaitExit() }
    Task { [exit, identifier] in
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

  /// What it has written to standard output so far.
  package var printed: String { output.text }

  /// What it has written to standard error so far.
  package var complaints: String { errors.text }

  /// Waits for the program to end.
  package func result() async -> Result {
    await exit.end()
    await output.end()
    await errors.end()
    let status = waitStatus.load(ordering: .acquiring)
    let signal = status & 0x7F
    return Result(
      status: signal == 0 ? status >> 8 & 0xFF : signal, wasKilled: signal != 0,
      output: output.text, errors: errors.text)
  }

  private func awaitExit() {
    var status: Int32 = 0
    // SAFETY: the pointer is valid for the call.
    while unsafe waitpid(identifier, &status, 0) == -1, errno == EINTR {}
    waitStatus.store(status, ordering: .releasing)
    exit.close()
    // What it started may live on and keep the pipes open: nobody waits for that long.
    Task { [output, errors] in
      try await Task.sleep(for: .seconds(1))
      output.close()
      errors.close()
    }
  }
}

/// Starts a process with the given standard descriptors and no signal blocked or ignored.
///
/// Foundation's `Process` hands on the signal mask of the thread that starts it, which in a test blocks nearly all.
private func spawn(
  _ command: [String], _ environment: [String], descriptors: [Int32]
) throws -> Int32 {
  var actions = unsafe posix_spawn_file_actions_t()
  var attributes = posix_spawnattr_t()
  var signals = sigset_t()
  // SAFETY: every pointer is to a local that outlives its call, and the C strings live until the process has started.
  unsafe posix_spawn_file_actions_init(&actions)
  defer { unsafe posix_spawn_file_actions_destroy(&actions) }
  for (target, descriptor) in descriptors.enumerated() {
    unsafe posix_spawn_file_actions_adddup2(&actions, descriptor, Int32(target))
  }
  unsafe posix_spawnattr_init(&attributes)
  defer { unsafe posix_spawnattr_destroy(&attributes) }
  unsafe posix_spawnattr_setflags(
    &attributes, Int16(POSIX_SPAWN_SETSIGMASK) | Int16(POSIX_SPAWN_SETSIGDEF))
  unsafe sigemptyset(&signals)
  unsafe posix_spawnattr_setsigmask(&attributes, &signals)
  unsafe sigfillset(&signals)
  unsafe posix_spawnattr_setsigdefault(&attributes, &signals)
  var arguments = unsafe command.map { unsafe strdup($0) } + [nil]
  var variables = unsafe environment.map { unsafe strdup($0) } + [nil]
  defer {
    for index in command.indices { unsafe free(arguments[index]) }
    for index in environment.indices { unsafe free(variables[index]) }
  }
  var identifier: pid_t = 0
  let code = unsafe posix_spawn(
    &identifier, command[0], &actions, &attributes, &arguments, &variables)
  guard code == 0 else { throw POSIXError(POSIXErrorCode(rawValue: code) ?? .EINVAL) }
  return identifier
}

/// Collects what arrives on a pipe, and wakes those who wait for a piece of it.
private final class Transcript: Sendable {
  private struct State {
    var data = Data()
    var isClosed = false
    var waiters: [(text: String?, resume: CheckedContinuation<Bool, Never>)] = []
  }

  private let state = Locked(State())

  /// Collects what comes out of a pipe until its end, on a thread of its own.
  ///
  /// Not by `readabilityHandler`: libdispatch crashes now and then when such a handle goes away.
  func collect(from pipe: Pipe) {
    Thread.detachNewThread { [self] in
      let handle = pipe.fileHandleForReading
      while true {
        // Waits for something, and takes what there is.
        let data = handle.availableData
        guard !data.isEmpty else { break }
        change { $0.data += data }
      }
      close()
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

extension Pipe {
  /// A pipe that programs inherit only where they are given it: an end left open elsewhere would never end.
  fileprivate static func uninherited() -> Pipe {
    let pipe = Pipe()
    for handle in [pipe.fileHandleForReading, pipe.fileHandleForWriting] {
      _ = fcntl(handle.fileDescriptor, F_SETFD, FD_CLOEXEC)
    }
    return pipe
  }
}

extension Program {
  /// The number behind the word `port` on the first line that a server prints; nil where it ends before.
  package func printedPort() async -> UInt16? {
    guard await prints("\n") else { return nil }
    let words = printed.prefix { $0 != "\n" }.split(separator: " ")
    guard words.count == 2, words[0] == "port" else { return nil }
    return UInt16(words[1])
  }
}
