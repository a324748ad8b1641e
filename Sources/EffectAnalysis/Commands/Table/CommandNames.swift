/// Finds entries by the name and the entry that the name stands in: commands in none, subcommands in theirs.
///
/// An open hash table over names that lie in the tables' text.
struct CommandNames: Sendable {
  struct Item: Sendable {
    var hash: UInt32
    var parent: Int32
    var entry: Int32
    var name: CommandTable.Name
  }

  private(set) var items: [Item] = []
  /// Indexes of items plus one; 0 is free. A power of two, at most half full.
  private var buckets = [UInt16](repeating: 0, count: 64)
  /// How many names stand in no other entry.
  private(set) var rootCount = 0

  /// FNV-1a (draft-eastlake-fnv), which is cheap for names this short.
  static func hash(_ bytes: Span<UInt8>) -> UInt32 {
    var hash: UInt32 = 2_166_136_261
    for index in bytes.indices {
      hash = (hash ^ UInt32(bytes[index])) &* 16_777_619
    }
    return hash
  }

  /// The entry of that name below a parent.
  func find(_ name: Span<UInt8>, in parent: Int32, text: [UInt8]) -> Int32? {
    let hash = Self.key(Self.hash(name), parent)
    var bucket = Int(hash) & (buckets.count - 1)
    while buckets[bucket] != 0 {
      let item = items[Int(buckets[bucket]) - 1]
      if item.hash == hash, item.parent == parent, Self.equal(text, item.name, name) {
        return item.entry
      }
      bucket = (bucket + 1) & (buckets.count - 1)
    }
    return nil
  }

  /// Adds a name; false if it is there already, unless it is to be replaced. At most 65,535 names fit.
  mutating func add(
    _ name: CommandTable.Name, in parent: Int32, entry: Int32, text: [UInt8], replacing: Bool
  ) -> Bool {
    let hash = Self.key(Self.hash(text.span.extracting(name.range)), parent)
    var bucket = Int(hash) & (buckets.count - 1)
    while buckets[bucket] != 0 {
      let index = Int(buckets[bucket]) - 1
      let item = items[index]
      if item.hash == hash, item.parent == parent,
        Self.equal(text, item.name, text.span.extracting(name.range))
      {
        if replacing { items[index].entry = entry }
        return replacing
      }
      bucket = (bucket + 1) & (buckets.count - 1)
    }
    guard items.count < Int(UInt16.max) else { return false }
    items.append(Item(hash: hash, parent: parent, entry: entry, name: name))
    if parent < 0 { rootCount += 1 }
    buckets[bucket] = UInt16(items.count)
    if items.count * 2 > buckets.count { grow() }
    return true
  }

  private mutating func grow() {
    buckets = [UInt16](repeating: 0, count: buckets.count * 2)
    for (index, item) in items.enumerated() {
      var bucket = Int(item.hash) & (buckets.count - 1)
      while buckets[bucket] != 0 { bucket = (bucket + 1) & (buckets.count - 1) }
      buckets[bucket] = UInt16(index + 1)
    }
  }

  private static func key(_ hash: UInt32, _ parent: Int32) -> UInt32 {
    let mixed = hash ^ (UInt32(bitPattern: parent) &* 2_654_435_769)
    return mixed ^ (mixed >> 15)
  }

  private static func equal(
    _ text: [UInt8], _ name: CommandTable.Name, _ bytes: Span<UInt8>
  ) -> Bool {
    guard Int(name.count) == bytes.count else { return false }
    let start = Int(name.start)
    for index in bytes.indices where text[start + index] != bytes[index] { return false }
    return true
  }
}
