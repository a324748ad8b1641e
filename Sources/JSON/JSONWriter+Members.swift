extension JSONWriter {
  /// Writes a member whose value is a string; nil leaves it out.
  package mutating func member(_ key: String, _ value: String?) {
    guard let value else { return }
    member(key, string: value)
  }

  /// Writes a member whose value is an integer; nil leaves it out.
  package mutating func member(_ key: String, _ value: Int?) {
    guard let value else { return }
    self.key(key)
    int(value)
  }

  /// Writes a member whose value is true or false.
  package mutating func member(_ key: String, _ value: Bool) {
    self.key(key)
    bool(value)
  }

  /// Writes a member whose value is a list of strings; an empty list leaves it out.
  package mutating func member(_ key: String, _ values: [String]) {
    guard !values.isEmpty else { return }
    self.key(key)
    beginArray()
    for value in values { string(value) }
    endArray()
  }
}
