/// What keeps a benchmark from running, as text for whoever started it.
struct Failure: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) {
    self.description = description
  }
}

/// Holds the options of a benchmark, each written `--name value`.
struct Options {
  private let values: [String: String]

  init(_ arguments: ArraySlice<String>) throws(Failure) {
    var values: [String: String] = [:]
    var rest = arguments
    while let name = rest.popFirst() {
      guard name.hasPrefix("--"), let value = rest.popFirst() else {
        throw Failure("`\(name)` is no option with a value")
      }
      values[String(name.dropFirst(2))] = value
    }
    self.values = values
  }

  /// Gives a text; throws where it is missing and has no default.
  func text(_ name: String, default other: String? = nil) throws(Failure) -> String {
    guard let value = values[name] ?? other else { throw Failure("`--\(name)` is missing") }
    return value
  }

  /// Gives a number above 0.
  func number(_ name: String, default other: Double? = nil) throws(Failure) -> Double {
    guard let text = values[name] else {
      guard let other else { throw Failure("`--\(name)` is missing") }
      return other
    }
    guard let value = Double(text), value > 0 else {
      throw Failure("`--\(name) \(text)` is no number above 0")
    }
    return value
  }

  /// Gives a whole number above 0.
  func count(_ name: String, default other: Int? = nil) throws(Failure) -> Int {
    Int(try number(name, default: other.map(Double.init)))
  }

  /// Gives a whole number above 0; nil where the option is missing.
  func optionalCount(_ name: String) throws(Failure) -> Int? {
    try values[name] == nil ? nil : count(name)
  }
}
