/// The extension library of numbers, all by names that begin with `math.`.
///
/// `greatest` and `least` take up to ten numbers of any types, or a list of them; `ceil`, `floor`, `round`, `trunc`,
/// `isNaN`, `isInf` and `isFinite` doubles; `abs`, `sign` and `sqrt` any number; `bitAnd`, `bitOr`, `bitXor`, `bitNot`,
/// `bitShiftLeft` and `bitShiftRight` whole numbers.
enum NumberExtensions {
  /// The most numbers that `greatest` and `least` take outside of a list.
  private static let maximumCount = 10

  static var functions: [Function] {
    extremes("math.greatest", keeping: .greater) + extremes("math.least", keeping: .less)
      + roundings + tests + signs + bits
  }

  private static func function(
    _ name: String, _ signatures: [Signature], _ body: Function.Body
  ) -> [Function] {
    StandardLibrary.overloads("math.\(name)", signatures, body)
  }

  // MARK: Greatest and least

  private static func extremes(_ name: String, keeping order: Order) -> [Function] {
    let comparison = Comparison(isExact: true)
    let pick: @Sendable ([Value], inout Budget) throws(EvaluationFailure) -> Value = {
      (arguments, budget) throws(EvaluationFailure) in
      var values = arguments
      if arguments.count == 1, let list = ListView(arguments[0]) { values = Array(list) }
      try budget.spend(values.count)
      var best: Value?
      for value in values {
        let value = try value.resolved()
        guard value.isNumber else { throw .noOverload(name, arguments) }
        guard let current = best else {
          best = value
          continue
        }
        if try comparison.order(value, current, &budget) == order { best = value }
      }
      guard let best else {
        throw .error(.init(.invalidArgument, "`\(name)` of an empty list"))
      }
      return best
    }
    let numbers: [ExpressionType] = [.int, .uint, .double]
    var signatures = numbers.map { Signature([$0], $0) }
    signatures += numbers.map { Signature([.list($0)], $0) } + [Signature([.list(.dyn)], .dyn)]
    for count in 2...maximumCount {
      signatures += numbers.map { Signature(Array(repeating: $0, count: count), $0) }
      if count == 2 {
        for left in numbers {
          for right in numbers where left != right {
            signatures.append(Signature([left, right], .dyn))
          }
        }
      } else {
        signatures.append(Signature(Array(repeating: .dyn, count: count), .dyn))
      }
    }
    return StandardLibrary.overloads(name, signatures, .variadic(pick))
  }

  // MARK: Doubles

  private static var roundings: [Function] {
    let rules: [(String, FloatingPointRoundingRule)] = [
      ("ceil", .up), ("floor", .down), ("round", .toNearestOrAwayFromZero),
      ("trunc", .towardZero),
    ]
    return rules.flatMap { (name, rule) in
      function(
        name, [Signature([.double], .double)],
        .unary { (value, _) throws(EvaluationFailure) in
          guard case .double(let number) = value else { throw .noOverload(name, value) }
          return .double(number.rounded(rule))
        })
    }
  }

  private static var tests: [Function] {
    let tests: [(String, @Sendable (Double) -> Bool)] = [
      ("isNaN", { $0.isNaN }), ("isInf", { $0.isInfinite }), ("isFinite", { $0.isFinite }),
    ]
    return tests.flatMap { (name, test) in
      function(
        name, [Signature([.double], .bool)],
        .unary { (value, _) throws(EvaluationFailure) in
          guard case .double(let number) = value else { throw .noOverload(name, value) }
          return .bool(test(number))
        })
    }
  }

  private static var signs: [Function] {
    let numbers: [ExpressionType] = [.int, .uint, .double]
    return function(
      "abs", numbers.map { Signature([$0], $0) },
      .unary { (value, _) throws(EvaluationFailure) in
        switch value {
        case .int(let number):
          guard number != .min else { throw .error(.init(.overflow, "`math.abs` of `\(number)`")) }
          return .int(abs(number))
        case .uint: return value
        case .double(let number): return .double(number.magnitude)
        default: throw .noOverload("math.abs", value)
        }
      })
      + function(
        "sign", numbers.map { Signature([$0], $0) },
        .unary { (value, _) throws(EvaluationFailure) in
          switch value {
          case .int(let number): return .int(number.signum())
          case .uint(let number): return .uint(min(number, 1))
          case .double(let number):
            return .double(number > 0 ? 1 : number < 0 ? -1 : number)
          default: throw .noOverload("math.sign", value)
          }
        })
      + function(
        "sqrt", numbers.map { Signature([$0], .double) },
        .unary { (value, _) throws(EvaluationFailure) in
          switch value {
          case .int(let number): return .double(Double(number).squareRoot())
          case .uint(let number): return .double(Double(number).squareRoot())
          case .double(let number): return .double(number.squareRoot())
          default: throw .noOverload("math.sqrt", value)
          }
        })
  }

  // MARK: Bits

  private static var bits: [Function] {
    combination("bitAnd", { $0 & $1 }, { $0 & $1 }) + combination("bitOr", { $0 | $1 }, { $0 | $1 })
      + combination("bitXor", { $0 ^ $1 }, { $0 ^ $1 })
      + function(
        "bitNot", [Signature([.int], .int), Signature([.uint], .uint)],
        .unary { (value, _) throws(EvaluationFailure) in
          switch value {
          case .int(let number): return .int(~number)
          case .uint(let number): return .uint(~number)
          default: throw .noOverload("math.bitNot", value)
          }
        })
      + shift("bitShiftLeft") { $0 << $1 } + shift("bitShiftRight") { $0 >> $1 }
  }

  private static func combination(
    _ name: String, _ signed: @escaping @Sendable (Int64, Int64) -> Int64,
    _ unsigned: @escaping @Sendable (UInt64, UInt64) -> UInt64
  ) -> [Function] {
    function(
      name, [Signature([.int, .int], .int), Signature([.uint, .uint], .uint)],
      .binary { (left, right, _) throws(EvaluationFailure) in
        switch (left, right) {
        case (.int(let left), .int(let right)): return .int(signed(left, right))
        case (.uint(let left), .uint(let right)): return .uint(unsigned(left, right))
        default: throw .noOverload("math.\(name)", left, right)
        }
      })
  }

  /// Shifts the bits of either type as those of an unsigned number; what is shifted by 64 or more is zero.
  private static func shift(
    _ name: String, _ shift: @escaping @Sendable (UInt64, Int64) -> UInt64
  ) -> [Function] {
    function(
      name, [Signature([.int, .int], .int), Signature([.uint, .int], .uint)],
      .binary { (value, offset, _) throws(EvaluationFailure) in
        guard case .int(let offset) = offset else {
          throw .noOverload("math.\(name)", value, offset)
        }
        guard offset >= 0 else {
          throw .error(.init(.invalidArgument, "a shift by `\(offset)`"))
        }
        switch value {
        case .int(let number):
          return .int(Int64(bitPattern: shift(UInt64(bitPattern: number), offset)))
        case .uint(let number): return .uint(shift(number, offset))
        default: throw .noOverload("math.\(name)", value)
        }
      })
  }
}

extension Value {
  fileprivate var isNumber: Bool {
    switch self {
    case .int, .uint, .double: true
    default: false
    }
  }
}
