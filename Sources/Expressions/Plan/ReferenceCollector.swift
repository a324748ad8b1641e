/// Finds what an expression reads and calls, and which reads a test for presence guards.
struct ReferenceCollector {
  private(set) var references: [Reference] = []
  private let source: [UInt8]
  private let localCount: Int
  private var planner: Planner

  init(_ source: [UInt8], localCount: Int, _ planner: Planner) {
    self.source = source
    self.localCount = localCount
    self.planner = planner
  }

  /// Adds the references of a whole expression.
  mutating func collect(_ tree: Resolved) {
    collect(tree, present: [])
  }

  /// Adds the references below a node; `present` are the attributes known to be there wherever the node's value matters.
  private mutating func collect(_ tree: Resolved, present: [KnownPresence]) {
    if let attribute = ReferenceCollector.attribute(tree) {
      add(.attribute(attribute), tree, isGuarded: present.contains { $0.includes(attribute) })
      return
    }
    if let attribute = ReferenceCollector.tested(tree) {
      add(.presence(attribute), tree, isGuarded: present.contains { $0.includes(attribute) })
    }
    switch tree.kind {
    case .constant, .variable, .local, .failing: break
    case .field(let operand, _, _): collect(operand, present: present)
    case .presence(let operand, _, _):
      collectOperandOfTest(operand, present: present)
    case .binary(.membership, let left, let right):
      collect(left, present: present)
      if ReferenceCollector.tested(tree) != nil {
        collectOperandOfTest(right, present: present)
      } else {
        collect(right, present: present)
      }
    case .index(let left, let right), .binary(_, let left, let right):
      collect(left, present: present)
      collect(right, present: present)
    case .unary(_, let operand): collect(operand, present: present)
    case .call(let call): collectCall(call, tree, present: present)
    case .logical(let logicalOperator, let operands):
      collectLogical(operands, when: logicalOperator == .and, present: present)
    case .conditional(let condition, let then, let otherwise):
      collect(condition, present: present)
      let whenTrue = KnownPresence([ReferenceCollector.facts(condition, when: true)])
      collect(then, present: present + [whenTrue])
      let whenFalse = KnownPresence([ReferenceCollector.facts(condition, when: false)])
      collect(otherwise, present: present + [whenFalse])
    case .list(let elements): for element in elements { collect(element, present: present) }
    case .map(let entries):
      for entry in entries {
        collect(entry.key, present: present)
        collect(entry.value, present: present)
      }
    case .comprehension(let comprehension):
      collect(comprehension.operand, present: present)
      if let condition = comprehension.condition { collect(condition, present: present) }
      collect(comprehension.body, present: present)
    }
  }

  /// What is tested for a member is read as well, unless it is a variable: those are always there.
  private mutating func collectOperandOfTest(
    _ operand: Resolved, present: [KnownPresence]
  ) {
    if case .variable = operand.kind { return }
    collect(operand, present: present)
  }

  /// An operand of `&&` matters only where all others are true, one of `||` only where they are false: errors included,
  /// since the deciding operand absorbs them in either order.
  private mutating func collectLogical(
    _ operands: [Resolved], when value: Bool, present: [KnownPresence]
  ) {
    var known = KnownPresence(operands.map { ReferenceCollector.facts($0, when: value) })
    for (index, operand) in operands.enumerated() {
      known.excluded = index
      collect(operand, present: known.isEmpty ? present : present + [known])
    }
  }

  private mutating func collectCall(
    _ call: Resolved.Call, _ tree: Resolved, present: [KnownPresence]
  ) {
    if call.candidates.contains(where: \.checksArguments) {
      let receiver = call.isReceiverStyle ? call.arguments.first : nil
      let arguments = call.arguments.dropFirst(call.isReceiverStyle ? 1 : 0)
      add(
        .call(
          Reference.Call(
            function: call.function, isReceiverStyle: call.isReceiverStyle,
            receiver: receiver.flatMap(ReferenceCollector.attribute),
            arguments: arguments.map { planner.plan($0).constant })),
        tree, isGuarded: false)
    }
    for argument in call.arguments { collect(argument, present: present) }
  }

  private mutating func add(_ kind: Reference.Kind, _ tree: Resolved, isGuarded: Bool) {
    let text = String(decoding: source[tree.range.start..<tree.range.end], as: UTF8.self)
    references.append(
      Reference(
        kind: kind, text: text, range: tree.range, isGuarded: isGuarded,
        node: tree.dependsOnLocals ? nil : planner.plan(tree), localCount: localCount))
  }

  // MARK: Attributes

  /// The attribute that a node reads: names and literal keys below a variable.
  private static func attribute(_ tree: Resolved) -> Reference.Attribute? {
    switch tree.kind {
    case .variable(let slot, let name):
      return Reference.Attribute(variable: name, slot: slot, path: [])
    case .field(let operand, let name, _): return attribute(operand)?.appending(name)
    case .index(let operand, let index):
      guard case .constant(.string(let key)) = index.kind else { return nil }
      return attribute(operand)?.appending(key)
    default: return nil
    }
  }

  /// The attribute whose presence a node tests.
  private static func tested(_ tree: Resolved) -> Reference.Attribute? {
    switch tree.kind {
    case .presence(let operand, let name, _): return attribute(operand)?.appending(name)
    case .binary(.membership, let key, let operand):
      guard case .constant(.string(let key)) = key.kind else { return nil }
      return attribute(operand)?.appending(key)
    default: return nil
    }
  }

  /// The attributes that must be present where a condition has a value.
  private static func facts(_ tree: Resolved, when value: Bool) -> [Reference.Attribute] {
    switch tree.kind {
    case .unary(.not, let operand): facts(operand, when: !value)
    case .logical(let logicalOperator, let operands):
      (logicalOperator == .and) == value ? operands.flatMap { facts($0, when: value) } : []
    default: value ? tested(tree).map { [$0] } ?? [] : []
    }
  }
}

/// The attributes that operands show to be present, for a place that one operand does not count for: its own.
private struct KnownPresence {
  /// Each attribute with the one operand that shows it, or nil for several.
  private var sources: [Reference.Attribute: Int?] = [:]
  /// The operand that does not count.
  var excluded = -1

  var isEmpty: Bool { sources.isEmpty }

  /// Takes the attributes that each operand tests; what lies above a present attribute is present as well.
  init(_ facts: [[Reference.Attribute]]) {
    for (operand, attributes) in facts.enumerated() {
      for attribute in attributes {
        for length in 0...attribute.path.count {
          let prefix = Reference.Attribute(
            variable: attribute.variable, slot: attribute.slot,
            path: Array(attribute.path.prefix(length)))
          if let known = sources[prefix], known != operand {
            sources.updateValue(nil, forKey: prefix)
          } else {
            sources.updateValue(operand, forKey: prefix)
          }
        }
      }
    }
  }

  func includes(_ attribute: Reference.Attribute) -> Bool {
    guard let source = sources[attribute] else { return false }
    return source != excluded
  }
}

extension Resolved {
  /// Whether a variable of a macro around this node occurs in it.
  fileprivate var dependsOnLocals: Bool { dependsOnLocals(except: []) }

  private func dependsOnLocals(except bound: Set<Int>) -> Bool {
    func depends(_ tree: Resolved) -> Bool { tree.dependsOnLocals(except: bound) }
    switch kind {
    case .constant, .variable, .failing: return false
    case .local(let place): return !bound.contains(place)
    case .field(let operand, _, _), .presence(let operand, _, _), .unary(_, let operand):
      return depends(operand)
    case .index(let left, let right), .binary(_, let left, let right):
      return depends(left) || depends(right)
    case .call(let call): return call.arguments.contains(where: depends)
    case .logical(_, let operands), .list(let operands): return operands.contains(where: depends)
    case .conditional(let condition, let then, let otherwise):
      return [condition, then, otherwise].contains(where: depends)
    case .map(let entries): return entries.contains { depends($0.key) || depends($0.value) }
    case .comprehension(let comprehension):
      let inner = bound.union(comprehension.locals)
      return depends(comprehension.operand)
        || comprehension.condition?.dependsOnLocals(except: inner) == true
        || comprehension.body.dependsOnLocals(except: inner)
    }
  }
}
