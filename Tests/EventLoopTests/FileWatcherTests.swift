import EventLoop
import Foundation
import Locking
import TestKit
import Testing

/// A watcher whose callbacks can be awaited.
private final class Watched: Sendable {
  let folder: TemporaryFolder
  let loop: EventLoop
  private let watcher: FileWatcher
  private let changes: AsyncStream<Void>

  /// Watches paths of a folder, which is filled before.
  init(_ paths: [String], fill: (TemporaryFolder) throws -> Void) async throws {
    folder = try TemporaryFolder()
    try fill(folder)
    loop = try EventLoop(name: "test")
    let (changes, changed) = AsyncStream<Void>.makeStream()
    self.changes = changes
    // Without the notices of the system nothing would come within the test.
    watcher = FileWatcher(
      paths.map { [folder] in folder.path($0) }, on: loop, quiet: .milliseconds(10),
      interval: .seconds(3600)
    ) { changed.yield() }
    await withCheckedContinuation { [loop] done in loop.execute { done.resume() } }
  }

  /// Makes a change, and waits until it is noticed.
  func notices(_ change: () throws -> Void) async throws -> Bool {
    try change()
    return await withTaskGroup(of: Bool.self) { tasks in
      tasks.addTask { [changes] in
        for await _ in changes { return true }
        return false
      }
      tasks.addTask {
        try? await Task.sleep(for: .seconds(10))
        return false
      }
      defer { tasks.cancelAll() }
      return await tasks.next() ?? false
    }
  }

  func end() async {
    watcher.stop()
    await loop.shutdown()
  }
}

private func rename(_ from: String, _ to: String) {
  // SAFETY: the pointers are used within the call only.
  #expect(unsafe Foundation.rename(from, to) == 0)
}

private func link(_ target: String, at path: String) throws {
  try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: target)
}

struct FileWatcherTests {
  @Test func `a file written in place is noticed`() async throws {
    let watched = try await Watched(["a.yaml"]) { try $0.write("1", to: "a.yaml") }
    #expect(try await watched.notices { try watched.folder.write("22", to: "a.yaml") })
    #expect(try await watched.notices { try watched.folder.write("333", to: "a.yaml") })
    await watched.end()
  }

  @Test func `a file renamed over another is noticed every time`() async throws {
    let watched = try await Watched(["a.yaml"]) { try $0.write("1", to: "a.yaml") }
    for round in 0..<3 {
      try watched.folder.write("new \(round)", to: "a.yaml.tmp")
      #expect(
        try await watched.notices {
          rename(watched.folder.path("a.yaml.tmp"), watched.folder.path("a.yaml"))
        })
    }
    await watched.end()
  }

  @Test func `a mounted ConfigMap is noticed when its link is swapped`() async throws {
    let watched = try await Watched(["policy.yaml"]) { folder in
      try folder.write("1", to: "..2024_01/policy.yaml")
      try link("..2024_01", at: folder.path("..data"))
      try link("..data/policy.yaml", at: folder.path("policy.yaml"))
    }
    for round in 2..<5 {
      try watched.folder.write("\(round)", to: "..2024_0\(round)/policy.yaml")
      try link("..2024_0\(round)", at: watched.folder.path("..data_tmp"))
      #expect(
        try await watched.notices {
          rename(watched.folder.path("..data_tmp"), watched.folder.path("..data"))
        })
      try FileManager.default.removeItem(atPath: watched.folder.path("..2024_0\(round - 1)"))
    }
    await watched.end()
  }

  @Test func `a link to a file elsewhere is noticed when that file changes`() async throws {
    let watched = try await Watched(["here/a.yaml"]) { folder in
      try folder.write("1", to: "there/real.yaml")
      try folder.write("", to: "here/other")
      try link("../there/real.yaml", at: folder.path("here/a.yaml"))
    }
    #expect(try await watched.notices { try watched.folder.write("22", to: "there/real.yaml") })
    await watched.end()
  }

  @Test func `a file that appears, and one that goes, is noticed`() async throws {
    let watched = try await Watched(["later/a.yaml"]) { _ in }
    #expect(try await watched.notices { try watched.folder.write("1", to: "later/a.yaml") })
    #expect(
      try await watched.notices {
        try FileManager.default.removeItem(atPath: watched.folder.path("later/a.yaml"))
      })
    await watched.end()
  }

  @Test func `a folder's files are noticed, also those in new folders below it`() async throws {
    let watched = try await Watched(["rules"]) { try $0.write("1", to: "rules/a.yaml") }
    #expect(try await watched.notices { try watched.folder.write("1", to: "rules/b.yaml") })
    #expect(try await watched.notices { try watched.folder.write("1", to: "rules/sub/c.yaml") })
    #expect(try await watched.notices { try watched.folder.write("22", to: "rules/sub/c.yaml") })
    await watched.end()
  }

  @Test func `a folder that is swapped for another is noticed, and watched from then on`()
    async throws
  {
    let watched = try await Watched(["rules/a.yaml"]) { try $0.write("1", to: "rules/a.yaml") }
    try watched.folder.write("22", to: "next/a.yaml")
    #expect(
      try await watched.notices {
        rename(watched.folder.path("rules"), watched.folder.path("old"))
        rename(watched.folder.path("next"), watched.folder.path("rules"))
      })
    #expect(try await watched.notices { try watched.folder.write("333", to: "rules/a.yaml") })
    await watched.end()
  }

  @Test func `a burst of changes is one change`() async throws {
    let count = Locked(0)
    let folder = try TemporaryFolder()
    let loop = try EventLoop(name: "test")
    let watcher = FileWatcher([folder.path("a")], on: loop, quiet: .milliseconds(50)) {
      count.withLock { $0 += 1 }
    }
    await withCheckedContinuation { done in loop.execute { done.resume() } }
    for round in 0..<20 { try folder.write("\(round)", to: "a") }
    while count.withLock({ $0 }) == 0 { await Task.yield() }
    #expect(count.withLock { $0 } == 1)
    watcher.stop()
    await loop.shutdown()
  }
}
