import Storage
import TestKit
import Testing

/// How a database comes to its schema.
@Suite struct SchemaTests {
  private let next = Migration("tests", 2, "ALTER TABLE numbers ADD COLUMN note TEXT")

  @Test(arguments: Engine.allCases)
  func `rows outlive the steps that follow`(_ engine: Engine) async throws {
    let place = try await Place(engine)
    let old = try await place.open()
    try await old.write { (it) throws(StorageError) in try it.set("a", 7) }
    await old.close()
    let new = try await place.open(Place.schema + [next])
    let rows = try await new.read { (it) throws(StorageError) in
      try it.rows("SELECT name, value, note FROM numbers")
    }
    #expect(rows == [Row(["a", 7, nil])])
    await new.close()
  }

  @Test(arguments: Engine.allCases)
  func `a newer schema is refused, and left as it is`(_ engine: Engine) async throws {
    let place = try await Place(engine)
    await (try await place.open(Place.schema + [next])).close()
    do {
      _ = try await place.open()
      Issue.record("a newer schema was opened")
    } catch {
      guard case .foreignSchema = error else {
        Issue.record("a newer schema is called \(error)")
        return
      }
    }
    await (try await place.open(Place.schema + [next])).close()
  }

  @Test(arguments: Engine.allCases)
  func `a step that fails leaves nothing of itself and of those with it`(_ engine: Engine)
    async throws
  {
    let place = try await Place(engine)
    let broken = Migration(
      "tests", 2, "CREATE TABLE more (x BIGINT); INSERT INTO nowhere VALUES (1)")
    await #expect(throws: StorageError.self) {
      _ = try await place.open(Place.schema + [broken])
    }
    let storage = try await place.open(
      Place.schema + [
        Migration("tests", 2, "CREATE TABLE more (x BIGINT); CREATE TABLE most (x BIGINT);")
      ])
    await storage.close()
  }
}
