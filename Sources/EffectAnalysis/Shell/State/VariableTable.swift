/// The variables of a shell by name.
///
/// They keep the places in which they were first set. The states that are joined after every branch come from one before it,
/// so that nearly all of their variables stand in the same places, and are compared without being looked up.
struct VariableTable {
  private struct Entry {
    let hash: UInt32
    let name: String
    /// Nil where the variable was taken out.
    var variable: Variable?
  }

  /// As many as are found by looking at one after the other; the others have a table of their places.
  private static let few = 24

  private var entries: [Entry] = []
  private var others: [String: Int] = [:]
  /// Whether the letters that words are split at, or the home, were ever set: every word asks for them, and few scripts do.
  private(set) var hasHeldSeparators = false
  private(set) var hasHeldHome = false

  subscript(name: String) -> Variable? {
    get { place(of: name).flatMap { entries[$0].variable } }
    set {
      if let place = place(of: name) {
        entries[place].variable = newValue
      } else if let newValue {
        add(name, newValue)
      }
    }
  }

  /// Their names, in the order in which they were first set.
  var names: [String] { entries.compactMap { $0.variable == nil ? nil : $0.name } }

  /// Visits every name that does not stand for the same in another table, with what it is here and there, until told to stop.
  ///
  /// - Returns: Whether it went on to the end.
  @discardableResult
  func eachDifference(
    from other: VariableTable, _ visit: (String, _ mine: Variable?, _ theirs: Variable?) -> Bool
  ) -> Bool {
    for place in entries.indices {
      let theirs = other.place(like: self, place)
      if let theirs, other.entries[theirs].variable == entries[place].variable { continue }
      let variable = theirs.flatMap { other.entries[$0].variable }
      if variable == nil, entries[place].variable == nil { continue }
      guard visit(entries[place].name, entries[place].variable, variable) else { return false }
    }
    for place in other.entries.indices where self.place(like: other, place) == nil {
      guard let variable = other.entries[place].variable else { continue }
      guard visit(other.entries[place].name, nil, variable) else { return false }
    }
    return true
  }

  /// Takes out what programs do not see; how words are split no program is told.
  mutating func keepExported() {
    for place in entries.indices where entries[place].variable?.isExported != true {
      entries[place].variable = nil
    }
    self["IFS"] = nil
  }

  /// Makes those with several alternatives their one sum.
  mutating func sumUp() {
    for place in entries.indices {
      entries[place].variable = entries[place].variable?.summed
    }
  }

  private mutating func add(_ name: String, _ variable: Variable) {
    let hash = CommandNames.hash(name.utf8.span)
    if entries.count >= Self.few { others[name] = entries.count }
    entries.append(Entry(hash: hash, name: name, variable: variable))
    if name == "IFS" { hasHeldSeparators = true }
    if name == "HOME" { hasHeldHome = true }
  }

  private func place(of name: String) -> Int? {
    if entries.isEmpty { return nil }
    return place(of: name, CommandNames.hash(name.utf8.span))
  }

  private func place(of name: String, _ hash: UInt32) -> Int? {
    for place in 0..<min(entries.count, Self.few)
    where entries[place].hash == hash && entries[place].name == name { return place }
    return others.isEmpty ? nil : others[name]
  }

  /// The place of the name that stands in a place of another table.
  private func place(like other: VariableTable, _ place: Int) -> Int? {
    let hash = other.entries[place].hash
    if place < entries.count, entries[place].hash == hash,
      entries[place].name == other.entries[place].name
    {
      return place
    }
    return self.place(of: other.entries[place].name, hash)
  }
}

extension VariableTable: Equatable {
  static func == (left: VariableTable, right: VariableTable) -> Bool {
    left.eachDifference(from: right) { _, _, _ in false }
  }
}
