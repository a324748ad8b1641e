import EventLoop

/// Keeps connections that wait for another request, oldest first; few enough to be searched in order.
struct IdlePool<Key: Hashable, Connection: AnyObject> {
  private struct Entry {
    let key: Key
    let connection: Connection
    let until: LoopTime
  }

  /// The most connections kept.
  private let limit: Int
  private var entries: [Entry] = []

  init(limit: Int) {
    self.limit = limit
  }

  var count: Int { entries.count }

  /// When to call `takeExpired` next; `never` where nothing is kept.
  var nextExpiry: LoopTime { entries.map(\.until).min() ?? .never }

  /// Takes out the connection of a kind that was used last.
  mutating func take(_ key: Key) -> Connection? {
    guard let index = entries.lastIndex(where: { $0.key == key }) else { return nil }
    return entries.remove(at: index).connection
  }

  /// Keeps a connection; gives one to close if there are too many then.
  mutating func put(_ connection: Connection, _ key: Key, until: LoopTime) -> Connection? {
    entries.append(Entry(key: key, connection: connection, until: until))
    return entries.count > limit ? entries.removeFirst().connection : nil
  }

  /// Takes out a connection, if it is there.
  mutating func remove(_ connection: Connection) {
    entries.removeAll { $0.connection === connection }
  }

  /// Takes out those whose time is up.
  mutating func takeExpired(at now: LoopTime) -> [Connection] {
    let expired = entries.filter { $0.until <= now }
    entries.removeAll { $0.until <= now }
    return expired.map(\.connection)
  }

  /// Takes out all.
  mutating func takeAll() -> [Connection] {
    defer { entries = [] }
    return entries.map(\.connection)
  }
}
