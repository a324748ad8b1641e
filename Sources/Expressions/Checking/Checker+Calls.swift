import Matching

extension Checker {
  /// A call of a function: with its receiver, or by a dotted name (`net.contains(…)`) where such a function is declared.
  mutating func call(_ call: Syntax.Call, _ range: SourceRange) -> Resolved {
    if let receiver = call.receiver, let prefix = qualifiedName(receiver) {
      let name = "\(prefix).\(call.function)"
      if environment.functions[name] != nil {
        return resolve(
          name, call.nameRange, isReceiverStyle: false, call.arguments.map { check($0) }, range)
      }
    }
    let arguments = ([call.receiver].compactMap(\.self) + call.arguments).map { check($0) }
    return resolve(
      call.function, call.nameRange, isReceiverStyle: call.receiver != nil, arguments, range)
  }

  private mutating func resolve(
    _ name: String, _ nameRange: SourceRange, isReceiverStyle: Bool, _ arguments: [Resolved],
    _ range: SourceRange
  ) -> Resolved {
    let overloads = environment.functions[name] ?? []
    let candidates = overloads.filter {
      $0.isReceiverStyle == isReceiverStyle && $0.parameters.count == arguments.count
    }
    guard !candidates.isEmpty else {
      reportNoFunction(name, nameRange, isReceiverStyle, overloads)
      return failing(.init(.noSuchOverload, "`\(name)`"), range)
    }
    let signatures = candidates.map { Signature($0.parameters, $0.result) }
    let (fitting, type) = fit(signatures, to: arguments)
    if fitting.isEmpty {
      let forms = overloads.reversed().map(Checker.form).joined(separator: ", ")
      report(
        nameRange, "no overload of `\(name)` takes (\(typeNames(arguments)))",
        hint: "there is \(forms)")
    }
    let kept = fitting.isEmpty ? candidates : fitting.map { candidates[$0] }
    return Resolved(
      kind: .call(
        Resolved.Call(
          function: name, nameRange: nameRange, isReceiverStyle: isReceiverStyle,
          candidates: kept, arguments: arguments)
      ), type: type, range: range)
  }

  private mutating func reportNoFunction(
    _ name: String, _ range: SourceRange, _ isReceiverStyle: Bool, _ overloads: [Function]
  ) {
    guard !overloads.isEmpty else {
      report(
        range, "no such function `\(name)`",
        hint: Suggestion.hint(for: name, among: environment.functions.keys))
      return
    }
    let forms = overloads.reversed().map(Checker.form).joined(separator: ", ")
    report(range, "`\(name)` is not called in this way", hint: "there is \(forms)")
  }

  /// Writes an overload as it is called, such as `string.startsWith(string)`.
  private static func form(_ function: Function) -> String {
    let arguments = function.parameters.dropFirst(function.isReceiverStyle ? 1 : 0)
    let call = "\(function.name)(\(arguments.map(\.description).joined(separator: ", ")))"
    return function.isReceiverStyle ? "`\(function.parameters[0]).\(call)`" : "`\(call)`"
  }

  private func typeNames(_ arguments: [Resolved]) -> String {
    arguments.map { types.finished($0.type).description }.joined(separator: ", ")
  }

  /// Finds the overloads that arguments fit, and the type of the call: `dyn` if they do not agree on one.
  private mutating func fit(
    _ signatures: [Signature], to arguments: [Resolved]
  ) -> (fitting: [Int], type: ExpressionType) {
    var fitting: [Int] = []
    var result: ExpressionType?
    for (index, signature) in signatures.enumerated() {
      // Every overload is tried on its own: what it says about type variables is undone.
      _ = types.attempt { types in
        if let type = types.result(of: signature, for: arguments) {
          fitting.append(index)
          let finished = types.finished(type)
          if let known = result, known != finished { result = .dyn } else { result = finished }
        }
        return false
      }
    }
    // What the only one that fits says about them holds.
    if fitting.count == 1,
      arguments.isEmpty || arguments.contains(where: { types.isOpen($0.type) })
    {
      result = types.result(of: signatures[fitting[0]], for: arguments)
    }
    return (fitting, result ?? .dyn)
  }

  // MARK: Operators

  mutating func unary(
    _ unaryOperator: UnaryOperator, _ operand: Syntax, _ range: SourceRange
  ) -> Resolved {
    let operand = check(operand)
    var type = ExpressionType.bool
    switch unaryOperator {
    case .not: demand(.bool, of: operand, for: "`!`")
    case .negate:
      switch types.head(operand.type) {
      case .int: type = .int
      case .double: type = .double
      case .dyn, .parameter: type = .dyn
      case let other:
        type = .dyn
        report(operand.range, "`-` needs a signed number, found `\(types.finished(other))`")
      }
    }
    return Resolved(kind: .unary(unaryOperator, operand), type: type, range: range)
  }

  mutating func binary(
    _ binaryOperator: BinaryOperator, _ left: Resolved, _ right: Resolved, _ range: SourceRange
  ) -> Resolved {
    let (fitting, type) = fit(environment.operators[binaryOperator], to: [left, right])
    if fitting.isEmpty {
      report(
        range, "`\(binaryOperator.symbol)` does not take (\(typeNames([left, right])))",
        hint: "convert one side, such as with `int()`, `double()` or `string()`")
    }
    return Resolved(kind: .binary(binaryOperator, left, right), type: type, range: range)
  }

  mutating func conditional(
    _ condition: Resolved, _ then: Resolved, _ otherwise: Resolved, _ range: SourceRange
  ) -> Resolved {
    demand(.bool, of: condition, for: "the condition of `? :`")
    var type = ExpressionType.dyn
    if types.accepts(otherwise.type, as: then.type) {
      type = types.moreGeneral(then.type, otherwise.type)
    } else {
      report(
        range, "the branches of `? :` differ in type (\(typeNames([then, otherwise])))",
        hint: "wrap one in `dyn()` if that is meant")
    }
    return Resolved(kind: .conditional(condition, then, otherwise), type: type, range: range)
  }

  mutating func index(_ operand: Syntax, _ index: Syntax, _ range: SourceRange) -> Resolved {
    let operand = check(operand)
    let index = check(index)
    let type = elementType(of: operand.type, index, range)
    return Resolved(kind: .index(operand, index), type: type, range: range)
  }

  private mutating func elementType(
    of type: ExpressionType, _ index: Resolved, _ range: SourceRange
  ) -> ExpressionType {
    switch types.head(type) {
    case .list(let element):
      demand(.int, of: index, for: "a list's index")
      return element
    case .map(let key, let value):
      demand(key, of: index, for: "this map's key")
      return value
    case .optional(let wrapped): return .optional(elementType(of: wrapped, index, range))
    case .dyn, .parameter: return .dyn
    case let other:
      report(range, "a value of type `\(types.finished(other))` has no elements")
      return .dyn
    }
  }

  // MARK: Lists and maps

  mutating func list(_ elements: [Syntax], _ range: SourceRange) -> Resolved {
    let elements = elements.map { check($0) }
    return Resolved(kind: .list(elements), type: .list(common(elements)), range: range)
  }

  mutating func map(
    _ entries: [(key: Syntax, value: Syntax)], _ range: SourceRange
  ) -> Resolved {
    let entries = entries.map { (key: check($0.key), value: check($0.value)) }
    for entry in entries {
      switch types.head(entry.key.type) {
      case .int, .uint, .bool, .string, .dyn, .parameter: break
      case let other:
        report(
          entry.key.range, "a map's key is a string, number or bool, not `\(types.finished(other))`"
        )
      }
    }
    let type = ExpressionType.map(
      key: common(entries.map(\.key)), value: common(entries.map(\.value)))
    return Resolved(kind: .map(entries), type: type, range: range)
  }

  private mutating func common(_ nodes: [Resolved]) -> ExpressionType {
    guard var type = nodes.first?.type else { return types.fresh() }
    for node in nodes.dropFirst() { type = types.join(type, node.type) }
    return type
  }
}

extension Substitution {
  /// Whether a type has variables that stand for nothing yet.
  fileprivate func isOpen(_ type: ExpressionType) -> Bool {
    switch head(type) {
    case .parameter: true
    case .list(let element): isOpen(element)
    case .map(let key, let value): isOpen(key) || isOpen(value)
    case .optional(let wrapped): isOpen(wrapped)
    default: false
    }
  }

  /// The type that a call of an overload has, with what that binds; nil if the arguments do not fit.
  fileprivate mutating func result(
    of signature: Signature, for arguments: [Resolved]
  ) -> ExpressionType? {
    let instance = instantiate(signature)
    for (argument, parameter) in zip(arguments, instance.parameters) {
      guard accepts(argument.type, as: parameter) else { return nil }
    }
    return instance.result
  }
}

extension BinaryOperator {
  /// The operator as it is written.
  var symbol: String { self == .membership ? "in" : String(rawValue.dropFirst().dropLast()) }
}
