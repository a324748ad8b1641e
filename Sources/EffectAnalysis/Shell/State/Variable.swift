/// A variable of the shell: its value, or the few values of which it has one.
struct Variable: Hashable, Sendable {
  enum Value: Hashable, Sendable {
    case unset
    case text(PartialText)
    /// An indexed array; some elements may be missing.
    case array([Int: PartialText])
    /// An associative array.
    case map([String: PartialText])
  }

  /// The most values that are kept apart.
  static let limit = 8

  /// At least one.
  private(set) var alternatives: [Value]
  /// Whether its value comes from what was read from a file or command.
  var carriesData = false
  /// Whether programs that are run see it.
  var isExported = false
  /// Whether it holds numbers: `declare -i`.
  var isInteger = false
  /// Whether its letters are turned into small ones or capitals: `declare -l`, `declare -u`.
  var letters: Letters?

  enum Letters: Hashable, Sendable { case small, capital }

  init(_ value: Value) { alternatives = [value] }

  init(_ text: PartialText) { self.init(.text(text)) }

  init(_ text: String) { self.init(.text(PartialText(text))) }

  /// The value, where there is only one.
  var value: Value? { alternatives.count == 1 ? alternatives[0] : nil }

  /// Whether the value is a known number.
  var isNumber: Bool {
    guard case .text(let text)? = value, let known = text.constant else { return false }
    return !known.isEmpty && known.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == 0x2D }
  }

  /// The same, with another value.
  func with(_ value: Value) -> Variable {
    var copy = self
    copy.alternatives = [value]
    return copy
  }

  /// What the variable is where it may be either of two; beyond the limit, their unknown sum.
  func joined(with other: Variable) -> Variable {
    if self == other { return self }
    var result = self
    for value in other.alternatives where !result.alternatives.contains(value) {
      result.alternatives.append(value)
    }
    result.carriesData = carriesData || other.carriesData
    result.isExported = isExported || other.isExported
    result.isInteger = isInteger && other.isInteger
    if letters != other.letters { result.letters = nil }
    return result.alternatives.count > Variable.limit ? result.summed : result
  }

  /// One value that stands for all alternatives.
  var summed: Variable {
    if alternatives.count == 1 { return self }
    var texts: [PartialText] = []
    for value in alternatives {
      switch value {
      case .unset: texts.append(PartialText())
      case .text(let text): texts.append(text)
      case .array(let elements): texts += elements.values
      case .map(let elements): texts += elements.values
      }
    }
    return with(.text(PartialText.sum(texts)))
  }
}
