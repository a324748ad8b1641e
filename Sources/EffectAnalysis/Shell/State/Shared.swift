/// A value whose copies share it until one of them is changed, so that copying costs little however large it is.
struct Shared<Value> {
  /// The element of an array of one: an array is shared as an object is, but looking at its elements needs no check that
  /// nobody changes them meanwhile, which took a twentieth of an analysis.
  private struct Cell: Equatable {
    var value: Value

    /// Never: arrays are equal before their elements are asked where they share these.
    static func == (_: Cell, _: Cell) -> Bool { false }
  }

  private var storage: [Cell]

  init(_ value: Value) { storage = [Cell(value: value)] }

  var value: Value {
    @inline(__always) _read { yield storage.span[0].value }
    @inline(__always) _modify { yield &storage[0].value }
  }

  /// Whether both share one value; where they do not, their values may still be equal.
  func isIdentical(to other: Shared) -> Bool { storage == other.storage }
}
