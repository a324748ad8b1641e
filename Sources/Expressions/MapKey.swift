/// A map key by what it equals: numbers by value whatever their type, strings by their bytes.
enum MapKey: Hashable, Sendable {
  case bool(Bool)
  case integer(Int64)
  /// An unsigned integer beyond `Int64`.
  case large(UInt64)
  case text(String)

  /// Takes a value of a type that keys may have: `bool`, `int`, `uint` or `string`.
  init?(_ value: Value) {
    if case .double = value { return nil }
    self.init(lookingUp: value)
  }

  /// Takes a value to look up, which may also be a `double` that is integral.
  init?(lookingUp value: Value) {
    switch value {
    case .bool(let flag): self = .bool(flag)
    case .int(let number): self = .integer(number)
    case .uint(let number): self = Int64(exactly: number).map(MapKey.integer) ?? .large(number)
    case .double(let number):
      if let integer = Int64(exactly: number) {
        self = .integer(integer)
      } else if let integer = UInt64(exactly: number) {
        self = .large(integer)
      } else {
        return nil
      }
    case .string(let text): self = .text(text)
    default: return nil
    }
  }

  static func == (left: MapKey, right: MapKey) -> Bool {
    switch (left, right) {
    case (.bool(let left), .bool(let right)): left == right
    case (.integer(let left), .integer(let right)): left == right
    case (.large(let left), .large(let right)): left == right
    case (.text(let left), .text(let right)): left.utf8.elementsEqual(right.utf8)
    default: false
    }
  }

  func hash(into hasher: inout Hasher) {
    switch self {
    case .bool(let flag): hasher.combine(flag)
    case .integer(let number): hasher.combine(number)
    case .large(let number): hasher.combine(number)
    case .text(let text): for byte in text.utf8 { hasher.combine(byte) }
    }
  }
}

extension MapKey: CustomStringConvertible {
  var description: String {
    switch self {
    case .bool(let flag): "\(flag)"
    case .integer(let number): "\(number)"
    case .large(let number): "\(number)"
    case .text(let text): text
    }
  }
}
