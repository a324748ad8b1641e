import Locking
import Storage
import TestKit
import Testing

/// What listeners are told.
@Suite struct AnnouncementTests {
  @Test(arguments: Engine.allCases)
  func `what is committed is announced to the listeners of its channel`(_ engine: Engine)
    async throws
  {
    let place = try await Place(engine)
    let storage = try await place.open()
    let (ear, other) = (Ear(), Ear())
    storage.listen("news") { ear.hear($0) }
    storage.listen("weather") { other.hear($0) }
    if engine == .postgresql {
      // Over a network, the first look says that the channel is listened to.
      try await ear.looks(1)
      try await other.looks(1)
    }
    try? await storage.write { (it) throws(StorageError) in
      try it.notify("news", "never")
      throw .contention
    }
    try await storage.write { (it) throws(StorageError) in
      try it.set("a", 1)
      try it.notify("news", "first")
      try it.notify("news", "second 'quoted'")
    }
    try await ear.hears(2)
    #expect(ear.all == ["first", "second 'quoted'"])
    #expect(other.all == [])
    await storage.close()
  }

  @Test(arguments: Engine.allCases)
  func `an announcement that is too long, or to a channel of no name, is refused`(_ engine: Engine)
    async throws
  {
    let place = try await Place(engine)
    let storage = try await place.open()
    for (channel, payload) in [("news", String(repeating: "x", count: 7_901)), ("No; DROP", "x")] {
      await #expect(throws: StorageError.self) {
        try await storage.write { (it) throws(StorageError) in try it.notify(channel, payload) }
      }
    }
    await storage.close()
  }
}
