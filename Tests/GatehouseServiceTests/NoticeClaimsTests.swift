import Crypto
import Notifications
import Storage
import TestKit
import Testing

@testable import GatehouseService

/// Who tells people of an event, where several instances share a storage.
struct NoticeClaimsTests {
  private static let second: Int64 = 1_000_000_000

  private func key(_ approval: String) -> NoticeClaims.Key {
    NoticeClaims.Key(
      Notice(
        .requested, approval: approval, summary: "", tool: "", agent: "", arguments: "", url: ""))
  }

  /// The storages of two instances: two connections to one PostgreSQL, or one file, which has only one.
  private func storages(_ isShared: Bool, _ folder: TemporaryFolder) async throws -> [Storage] {
    guard isShared else {
      let storage = try await Storage.open(
        .file(path: folder.path("gatehouse.db")), schema: NoticeClaims.migrations)
      return [storage, storage]
    }
    let database = try await PostgreSQLServer.shared.makeDatabase()
    let location = StorageLocation.postgresql(Secret(Array(database.utf8)))
    return [
      try await Storage.open(location, schema: NoticeClaims.migrations),
      try await Storage.open(location, schema: NoticeClaims.migrations),
    ]
  }

  @Test(arguments: [false, true])
  func `a notice is one instance's to tell, until that has died`(isShared: Bool) async throws {
    let folder = try TemporaryFolder()
    let storages = try await storages(isShared, folder)
    let start = 1_000 * Self.second
    let one = NoticeClaims(in: storages[0], of: "one", startedAt: start)
    let two = NoticeClaims(in: storages[1], of: "two", startedAt: start)
    #expect(await one.claim(key("a"), at: start) == true)
    #expect(await two.claim(key("a"), at: start) == false)
    #expect(await one.claim(key("b"), at: start) == true)

    // One that starts beside it finds nothing to take over, however long the letters are on their way.
    var now = start
    for _ in 0..<20 {
      now += NoticeClaims.renewal
      #expect(await one.renew([key("a")], at: now))
      #expect(await two.left(at: now).isEmpty)
      #expect(await !two.takeOver("a", at: now))
    }
    // What has ended is nobody's any more.
    #expect(await !two.takeOver("b", at: now + 2 * NoticeClaims.lease))

    // It dies: of all that take over, one does.
    let later = now + NoticeClaims.lease + 1
    #expect(await two.left(at: later) == ["a"])
    let three = NoticeClaims(in: storages[0], of: "three", startedAt: later)
    async let second = two.takeOver("a", at: later)
    async let third = three.takeOver("a", at: later)
    let taken = await [second, third]
    #expect(taken.count { $0 } == 1)
    #expect(await !one.takeOver("a", at: later))
    let holder = taken[0] ? two : three
    #expect(await !holder.renew([], at: later + NoticeClaims.renewal))
    #expect(await one.left(at: later + 2 * NoticeClaims.lease).isEmpty)
    for storage in storages { await storage.close() }
  }

  @Test(arguments: [false, true])
  func `an instance that starts again goes on at once, but not with what it has just taken on`(
    isShared: Bool
  ) async throws {
    let folder = try TemporaryFolder()
    let storages = try await storages(isShared, folder)
    let start = 1_000 * Self.second
    let before = NoticeClaims(in: storages[0], of: "one", startedAt: start)
    #expect(await before.claim(key("a"), at: start) == true)
    let after = NoticeClaims(in: storages[1], of: "one", startedAt: start + Self.second)
    #expect(await after.claim(key("b"), at: start + Self.second) == true)
    // Not even where it comes to renewing first.
    #expect(await after.renew([key("b")], at: start + 2 * NoticeClaims.renewal))
    #expect(await after.left(at: start + 2 * Self.second) == ["a"])
    #expect(await after.takeOver("a", at: start + 2 * Self.second))
    #expect(await !after.takeOver("a", at: start + 2 * Self.second))
    #expect(await !after.takeOver("b", at: start + 2 * Self.second))
    // A clock that was set back makes nothing look as if it were from before.
    #expect(await after.claim(key("c"), at: start - Self.second) == true)
    #expect(await after.left(at: start).isEmpty)
    for storage in storages { await storage.close() }
  }
}
