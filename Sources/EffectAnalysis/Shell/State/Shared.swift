/// A value whose copies share it until one of them is changed, so that copying costs little however large it is.
struct Shared<Value> {
  private final class Storage {
    var value: Value

    init(_ value: Value) { self.value = value }
  }

  private var storage: Storage

  init(_ value: Value) { storage = Storage(value) }

  var value: Value {
    _read { yield storage.value }
    _modify {
      if !isKnownUniquelyReferenced(&storage) { storage = Storage(storage.value) }
      yield &storage.value
    }
  }

  /// Whether both share one value; where they do not, their values may still be equal.
  func isIdentical(to other: Shared) -> Bool { storage === other.storage }
}
