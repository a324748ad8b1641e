/// What the type variables of one check stand for, as far as is known (gradual typing by unification).
///
/// Type variables are parameters whose names begin with `#`.
struct Substitution {
  private var bindings: [String: ExpressionType] = [:]
  /// The bound variables in the order of their binding, so that a failed attempt can be undone.
  private var trail: [String] = []
  private var count = 0

  /// Makes a type variable that occurs nowhere else.
  mutating func fresh() -> ExpressionType {
    count += 1
    return .parameter("#\(count)")
  }

  /// Replaces the named parameters of a signature by variables of its own.
  mutating func instantiate(_ signature: Signature) -> Signature {
    var names: [String: ExpressionType] = [:]
    let parameters = signature.parameters.map { rename($0, &names) }
    return Signature(parameters, rename(signature.result, &names))
  }

  private mutating func rename(
    _ type: ExpressionType, _ names: inout [String: ExpressionType]
  ) -> ExpressionType {
    switch type {
    case .parameter(let name):
      if let known = names[name] { return known }
      let variable = fresh()
      names[name] = variable
      return variable
    case .list(let element): return .list(rename(element, &names))
    case .map(let key, let value):
      return .map(key: rename(key, &names), value: rename(value, &names))
    case .optional(let wrapped): return .optional(rename(wrapped, &names))
    default: return type
    }
  }

  /// The type that a variable stands for; any other type as it is.
  func head(_ type: ExpressionType) -> ExpressionType {
    var type = type
    while case .parameter(let name) = type, let bound = bindings[name] { type = bound }
    return type
  }

  /// Replaces all variables, those that stand for nothing by `dyn`.
  func finished(_ type: ExpressionType) -> ExpressionType {
    switch head(type) {
    case .parameter: .dyn
    case .list(let element): .list(finished(element))
    case .map(let key, let value): .map(key: finished(key), value: finished(value))
    case .optional(let wrapped): .optional(finished(wrapped))
    case let other: other
    }
  }

  /// Says whether a value of one type may stand where another is expected, and if so binds variables so that it does.
  mutating func accepts(_ actual: ExpressionType, as expected: ExpressionType) -> Bool {
    attempt { $0.unify(actual, expected) }
  }

  /// Undoes the bindings of a body that fails.
  mutating func attempt(_ body: (inout Substitution) -> Bool) -> Bool {
    let mark = trail.count
    guard !body(&self) else { return true }
    while trail.count > mark { bindings[trail.removeLast()] = nil }
    return false
  }

  private mutating func unify(
    _ actual: ExpressionType, _ expected: ExpressionType
  ) -> Bool {
    let actual = head(actual)
    let expected = head(expected)
    if actual == expected { return true }
    switch (actual, expected) {
    case (.dyn, _), (_, .dyn): return true
    case (.parameter(let name), let other), (let other, .parameter(let name)):
      guard !contains(other, name) else { return false }
      bindings[name] = other
      trail.append(name)
      return true
    case (.list(let actual), .list(let expected)): return unify(actual, expected)
    case (.map(let actualKey, let actualValue), .map(let key, let value)):
      return unify(actualKey, key) && unify(actualValue, value)
    case (.optional(let actual), .optional(let expected)): return unify(actual, expected)
    case (.null, .optional), (.optional, .null), (.null, .opaque), (.opaque, .null),
      (.null, .timestamp), (.timestamp, .null),
      (.null, .duration), (.duration, .null):
      return true
    default: return false
    }
  }

  private func contains(_ type: ExpressionType, _ name: String) -> Bool {
    switch head(type) {
    case .parameter(let other): other == name
    case .list(let element): contains(element, name)
    case .map(let key, let value): contains(key, name) || contains(value, name)
    case .optional(let wrapped): contains(wrapped, name)
    default: false
    }
  }

  /// The type of something that is one of two types: their common type, or `dyn`.
  mutating func join(_ left: ExpressionType, _ right: ExpressionType) -> ExpressionType {
    accepts(right, as: left) ? moreGeneral(left, right) : .dyn
  }

  /// Of two types that fit each other, the one that says less.
  func moreGeneral(_ left: ExpressionType, _ right: ExpressionType) -> ExpressionType {
    switch (head(left), head(right)) {
    case (.dyn, _), (_, .dyn): .dyn
    case (.list(let left), .list(let right)): .list(moreGeneral(left, right))
    case (.map(let leftKey, let leftValue), .map(let rightKey, let rightValue)):
      .map(key: moreGeneral(leftKey, rightKey), value: moreGeneral(leftValue, rightValue))
    case (.optional(let left), .optional(let right)): .optional(moreGeneral(left, right))
    case (.null, let other): other
    case (let other, _): other
    }
  }
}
