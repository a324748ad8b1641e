/// Values by name that never change, for what nearly every command asks: found in a fraction of a dictionary's time.
struct NameTable<Value: Sendable>: Sendable {
  private struct Item: Sendable {
    let hash: UInt32
    let name: String
    let value: Value
  }

  private let items: [Item]
  /// Indexes of items plus one; 0 is free. A power of two, at most half full.
  private let buckets: [UInt16]

  init(_ values: [String: Value]) {
    var items: [Item] = []
    var size = 16
    while size < values.count * 2 { size *= 2 }
    var buckets = [UInt16](repeating: 0, count: size)
    for (name, value) in values {
      let hash = CommandNames.hash(name.utf8.span)
      items.append(Item(hash: hash, name: name, value: value))
      var bucket = Int(hash) & (size - 1)
      while buckets[bucket] != 0 { bucket = (bucket + 1) & (size - 1) }
      buckets[bucket] = UInt16(items.count)
    }
    self.items = items
    self.buckets = buckets
  }

  /// Whether there is a value of that name.
  func contains(_ name: String) -> Bool { self[name] != nil }

  subscript(name: String) -> Value? {
    let hash = CommandNames.hash(name.utf8.span)
    var bucket = Int(hash) & (buckets.count - 1)
    while buckets[bucket] != 0 {
      let index = Int(buckets[bucket]) - 1
      if items[index].hash == hash, items[index].name == name { return items[index].value }
      bucket = (bucket + 1) & (buckets.count - 1)
    }
    return nil
  }
}

extension NameTable where Value == Void {
  /// Takes names alone.
  init(names: [String]) { self.init(Dictionary(uniqueKeysWithValues: names.map { ($0, ()) })) }
}
