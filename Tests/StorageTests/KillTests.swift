import Foundation
import Locking
import Storage
import TestKit
import Testing

/// What is left after a process was killed.
@Suite struct KillTests {
  /// The environment variable that names the folder of the process that is killed.
  private static let variable = "STORAGE_TEST_FOLDER"

  @Test func `what was answered before a kill is there after it, whole`() async throws {
    let place = try await Place(.sqlite)
    // SAFETY: C copies the texts; no other test changes the environment.
    unsafe _ = setenv(Self.variable, place.folder.url.path, 1)
    for round in 1...3 {
      await #expect(processExitsWith: .signal(SIGKILL)) { try await KillTests.writeUntilKilled() }
      let answered = try String(contentsOfFile: place.folder.path("answered"), encoding: .utf8)
        .split(separator: "\n").compactMap { Int64($0) }
      #expect(answered.count >= 100 * round)
      let storage = try await place.open()
      let kept = try await storage.read { (it) throws(StorageError) in
        try it.rows("SELECT name, value FROM numbers")
      }
      let values = Dictionary(uniqueKeysWithValues: kept.map { ($0[0], $0[1]) })
      for number in answered {
        // Both rows of a transaction are there, or it was not answered.
        for name in ["a\(number)", "b\(number)"] where values[.text(name)] != .integer(number) {
          Issue.record("`\(name)` was answered and is lost")
        }
      }
      #expect(kept.count.isMultiple(of: 2))
      await storage.close()
    }
  }

  /// Writes from several tasks, and notes what was answered, until a kill in the midst of it.
  private static func writeUntilKilled() async throws {
    let folder = ProcessInfo.processInfo.environment[variable] ?? ""
    let storage = try await Storage.open(
      .file(path: folder + "/gatehouse.db"), schema: Place.schema)
    let start =
      try await storage.read { (it) throws(StorageError) in
        try it.rows("SELECT count(*) FROM numbers")
      }.first?.integer(0) ?? 0
    let path = folder + "/answered"
    if !FileManager.default.fileExists(atPath: path) {
      try Data().write(to: URL(filePath: path))
    }
    let log = Locked(try FileHandle(forWritingTo: URL(filePath: path)))
    let count = Locked(0)
    try await withThrowingTaskGroup { group in
      for task in 0..<8 as Range<Int64> {
        group.addTask {
          for step in 0... as PartialRangeFrom<Int64> {
            let number = start * 1_000_000 + step * 8 + task
            try await storage.write { (it) throws(StorageError) in
              try it.set("a\(number)", number)
              try it.set("b\(number)", number)
            }
            try log.withLock { log in
              try log.seekToEnd()
              try log.write(contentsOf: Data("\(number)\n".utf8))
            }
            let isEnough = count.withLock { count in
              count += 1
              return count == 120
            }
            if isEnough { kill(getpid(), SIGKILL) }
          }
        }
      }
      try await group.waitForAll()
    }
  }
}
