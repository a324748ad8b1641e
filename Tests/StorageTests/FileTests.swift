import Foundation
import Storage
import TestKit
import Testing

/// What a SQLite file is protected from.
@Suite struct FileTests {
  /// Opens a place that must be refused; gives the reason.
  private func refusal(_ place: Place) async -> StorageError? {
    do throws(StorageError) {
      await (try await place.open()).close()
      return nil
    } catch {
      return error
    }
  }

  @Test func `a file belongs to one instance at a time`() async throws {
    let place = try await Place(.sqlite)
    let first = try await place.open()
    #expect(await refusal(place) == .locked)
    await first.close()
    #expect(await refusal(place) == nil)
  }

  @Test func `only its owner can read a file that is made`() async throws {
    let place = try await Place(.sqlite)
    let storage = try await place.open()
    try await storage.write { (it) throws(StorageError) in try it.set("a", 1) }
    for name in try FileManager.default.contentsOfDirectory(atPath: place.folder.url.path) {
      let attributes = try FileManager.default.attributesOfItem(atPath: place.folder.path(name))
      #expect(attributes[.posixPermissions] as? Int == 0o600, "\(name)")
    }
    await storage.close()
  }

  @Test func `a damaged file is refused, and the way out is told`() async throws {
    let place = try await Place(.sqlite)
    let storage = try await place.open()
    try await storage.write { (it) throws(StorageError) in
      for number in 0..<2_000 { try it.set("a name that takes some room \(number)", 1) }
    }
    await storage.close()
    let path = place.folder.path("gatehouse.db")
    let intact = try Data(contentsOf: URL(filePath: path))
    var damages = [Data(repeating: 0x41, count: intact.count), intact.prefix(intact.count / 2)]
    for page in 2..<6 {
      var damaged = intact
      damaged.replaceSubrange(
        page * 4_096..<page * 4_096 + 512, with: Data(repeating: 0x5A, count: 512))
      damages.append(damaged)
    }
    for damaged in damages {
      try damaged.write(to: URL(filePath: path))
      let error = await refusal(place)
      #expect(error?.code == "storage_corrupt")
      #expect(error?.description.contains("gatehouse data restore") == true)
      #expect(try Data(contentsOf: URL(filePath: path)) == damaged, "what is refused is left alone")
    }
    try intact.write(to: URL(filePath: path))
    #expect(await refusal(place) == nil)
  }

  @Test func `damage that is found while it is in use closes the storage`() async throws {
    let place = try await Place(.sqlite)
    let first = try await place.open()
    try await first.write { (it) throws(StorageError) in
      for number in 0..<50_000 { try it.set("a name that takes some room \(number)", 1) }
    }
    await first.close()
    let path = place.folder.path("gatehouse.db")
    // Larger than what a start checks.
    let handle = try FileHandle(forUpdating: URL(filePath: path))
    let length = try handle.seekToEnd()
    #expect(length > 4 << 20)
    for page in stride(from: UInt64(8), to: length / 4_096, by: 2) {
      try handle.seek(toOffset: page * 4_096)
      try handle.write(contentsOf: Data(repeating: 0x5A, count: 64))
    }
    try handle.close()
    let storage = try await place.open()
    for _ in 0..<2 {
      let error = await #expect(throws: StorageError.self) {
        try await storage.read { (it) throws(StorageError) in
          try it.rows("SELECT sum(value) FROM numbers")
        }
      }
      #expect(error?.code == "storage_corrupt")
    }
    #expect(storage.problem?.code == "storage_corrupt")
    await storage.close()
  }

  @Test func `a database of another program is refused, and left alone`() async throws {
    let place = try await Place(.sqlite)
    let made = try await Program.run(
      "/usr/bin/env",
      [
        "sqlite3", place.folder.path("gatehouse.db"),
        "CREATE TABLE t (x); INSERT INTO t VALUES (1)",
      ])
    #expect(made.status == 0, "\(made.errors)")
    let before = try Data(contentsOf: place.folder.url.appending(path: "gatehouse.db"))
    guard case .foreignSchema = await refusal(place) else {
      Issue.record("it was opened")
      return
    }
    #expect(try Data(contentsOf: place.folder.url.appending(path: "gatehouse.db")) == before)
  }

  @Test func `a folder that is not there is named`() async throws {
    let place = try Place(location: .file(path: "/tmp/no-such-folder/gatehouse.db"))
    let error = try #require(await refusal(place))
    #expect(error.description.contains("no-such-folder"))
  }

  @Test(.enabled(if: geteuid() == 0, "only root mounts file systems"))
  func `a full disk fails what is written, keeps what was, and space brings everything back`()
    async throws
  {
    guard let disk = try await SmallDisk() else { return }
    let place = try Place(location: .file(path: disk.folder.path("gatehouse.db")))
    let storage = try await place.open()
    try await storage.write { (it) throws(StorageError) in try it.set("before", 1) }
    try disk.fill()
    var written = 0
    var refusals: Set<String> = []
    for number in 0..<200 {
      do throws(StorageError) {
        try await storage.write { (it) throws(StorageError) in try it.set("n\(number)", 1) }
        written += 1
      } catch {
        refusals.insert(error.code)
      }
    }
    #expect(refusals == ["storage_disk_full"])
    #expect(storage.problem == .diskFull)
    func count() async throws -> [Row] {
      try await storage.read { (it) throws(StorageError) in
        try it.rows("SELECT count(*) FROM numbers")
      }
    }
    #expect(try await count() == [Row([.integer(Int64(written + 1))])])
    try disk.makeRoom()
    try await storage.write { (it) throws(StorageError) in try it.set("after", 1) }
    #expect(try await count() == [Row([.integer(Int64(written + 2))])])
    #expect(storage.problem == nil)
    await storage.close()
    let again = try await place.open()
    #expect(try await again.read { (it) throws(StorageError) in try it.get("after") } == 1)
    await again.close()
  }
}
