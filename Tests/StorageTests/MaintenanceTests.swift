import Foundation
import Storage
import TestKit
import Testing

/// What checks, backups and restores promise.
@Suite struct MaintenanceTests {
  private func maintenance(_ place: Place) -> StorageMaintenance {
    StorageMaintenance(place.location, schema: Place.schema)
  }

  private func value(_ name: String, of place: Place) async throws -> Int64? {
    let storage = try await place.open()
    let value = try await storage.read { (it) throws(StorageError) in try it.get(name) }
    await storage.close()
    return value
  }

  @Test(arguments: Engine.allCases)
  func `a storage in order is so, while it is in use`(_ engine: Engine) async throws {
    let place = try await Place(engine)
    let storage = try await place.open()
    try await storage.write { (it) throws(StorageError) in try it.set("a", 1) }
    let report = try maintenance(place).check()
    #expect(report.isInOrder)
    #expect(report.tables == 2)
    #expect(report.rows == 2, "a number, and a step of the schema")
    #expect(report.pendingSteps == 0)
    let next = Migration("tests", 2, "SELECT 1")
    let newer = try StorageMaintenance(place.location, schema: Place.schema + [next]).check()
    #expect(newer.pendingSteps == 1)
    #expect(throws: StorageError.self) {
      try StorageMaintenance(place.location, schema: []).check()
    }
    await storage.close()
  }

  @Test func `a backup holds what was answered before it, and is its owner's alone`() async throws {
    let place = try await Place(.sqlite)
    let storage = try await place.open()
    try await storage.write { (it) throws(StorageError) in try it.set("a", 1) }
    let copy = place.folder.path("copy.db")
    try maintenance(place).backUp(to: copy)
    try await storage.write { (it) throws(StorageError) in try it.set("a", 2) }
    #expect(throws: StorageError.self) { try maintenance(place).backUp(to: copy) }
    #expect(throws: StorageError.locked) { try maintenance(place).restore(from: copy) }
    await storage.close()
    let mode = try FileManager.default.attributesOfItem(atPath: copy)[.posixPermissions] as? Int
    #expect(mode == 0o600)
    let old = try #require(try maintenance(place).restore(from: copy))
    #expect(try await value("a", of: place) == 1)
    #expect(try await value("a", of: Place(location: .file(path: old))) == 2)
  }

  @Test func `a damaged file is found, and a backup puts it right`() async throws {
    let place = try await Place(.sqlite)
    let storage = try await place.open()
    try await storage.write { (it) throws(StorageError) in
      for number in 0..<2_000 { try it.set("a name that takes some room \(number)", 1) }
    }
    let copy = place.folder.path("copy.db")
    try maintenance(place).backUp(to: copy)
    await storage.close()
    let handle = try FileHandle(forUpdating: URL(filePath: place.folder.path("gatehouse.db")))
    try handle.seek(toOffset: 5 * 4_096)
    try handle.write(contentsOf: Data(repeating: 0x5A, count: 1_024))
    try handle.close()
    #expect(try !maintenance(place).check().isInOrder)
    #expect(throws: StorageError.self) { try maintenance(place).backUp(to: copy + ".2") }
    #expect(!FileManager.default.fileExists(atPath: copy + ".2"))
    #expect(try maintenance(place).restore(from: copy) != nil)
    #expect(try maintenance(place).check().isInOrder)
    #expect(try await value("a name that takes some room 7", of: place) == 1)
  }

  @Test func `nothing that is damaged, newer or foreign is restored`() async throws {
    let place = try await Place(.sqlite)
    await (try await place.open()).close()
    let other = try await Place(.sqlite)
    let newer = Migration("tests", 2, "CREATE TABLE more (x BIGINT)")
    await (try await other.open(Place.schema + [newer])).close()
    try Data("no database".utf8).write(to: URL(filePath: place.folder.path("text")))
    for path in [other.folder.path("gatehouse.db"), place.folder.path("text"), "/nowhere"] {
      #expect(throws: StorageError.self) { try maintenance(place).restore(from: path) }
    }
    #expect(try maintenance(place).check().isInOrder)
  }

  @Test func `a start in the midst of a restore is refused, and the restore can be run again`()
    async throws
  {
    let place = try await Place(.sqlite)
    await (try await place.open()).close()
    let copy = place.folder.path("copy.db")
    try maintenance(place).backUp(to: copy)
    // What is left where the machine stops between the renames.
    let path = place.folder.path("gatehouse.db")
    try FileManager.default.moveItem(atPath: path, toPath: path + ".new")
    do {
      _ = try await place.open()
      Issue.record("an empty storage took the place of one that was to come")
    } catch {
      #expect(error.description.contains("gatehouse data restore"))
    }
    #expect(try maintenance(place).restore(from: copy) == nil)
    #expect(try maintenance(place).check().isInOrder)
  }
}
