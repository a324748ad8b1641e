/// The extension library of lists.
///
/// `l.slice(from, to)`, `l.flatten([depth])`, `l.reverse()`, `l.distinct()`, `l.sort()`, `l.first()`, `l.last()` and
/// `lists.range(n)`. `sort` needs values of one type that has an order; `first` and `last` are in error for an empty list.
enum ListExtensions {
  private static let element = ExpressionType.parameter("A")

  static var functions: [Function] {
    slices + flattenings
      + method("reverse", [], .list(element)) { (list, _, _) throws(EvaluationFailure) in
        .list(list.reversed())
      }
      + method("first", [], element) { (list, _, _) throws(EvaluationFailure) in
        guard let first = list.first else {
          throw .error(.init(.indexOutOfRange, "`0` of a list of 0"))
        }
        return first
      }
      + method("last", [], element) { (list, _, _) throws(EvaluationFailure) in
        guard let last = list.last else {
          throw .error(.init(.indexOutOfRange, "`0` of a list of 0"))
        }
        return last
      }
      + method("distinct", [], .list(element), distinct)
      + method("sort", [], .list(element), sorted)
      + StandardLibrary.overloads(
        "lists.range", [Signature([.int], .list(.int))],
        .unary { (value, budget) throws(EvaluationFailure) in
          guard case .int(let count) = value else { throw .noOverload("lists.range", value) }
          try budget.spend(Int(clamping: max(count, 0)))
          return .list((0..<max(count, 0)).map { .int($0) })
        })
  }

  private typealias Body =
    @Sendable ([Value], [Value], inout Budget) throws(EvaluationFailure) -> Value

  /// A function on a list, which is read whole and paid for by its length.
  private static func method(
    _ name: String, _ parameters: [ExpressionType], _ result: ExpressionType, _ body: @escaping Body
  ) -> [Function] {
    StandardLibrary.overloads(
      name, isReceiverStyle: true, [Signature([.list(element)] + parameters, result)],
      .variadic { (arguments, budget) throws(EvaluationFailure) in
        guard let list = ListView(arguments[0]) else { throw .noOverload(name, arguments) }
        try budget.spend(list.count)
        var values: [Value] = []
        for value in list { values.append(try value.resolved()) }
        return try body(values, Array(arguments.dropFirst()), &budget)
      })
  }

  private static var slices: [Function] {
    method("slice", [.int, .int], .list(element)) { (list, bounds, _) throws(EvaluationFailure) in
      guard case .int(let start) = bounds[0], case .int(let end) = bounds[1] else {
        throw .noOverload("slice", bounds)
      }
      guard start >= 0, start <= end, end <= list.count else {
        throw .error(.init(.indexOutOfRange, "`\(start)` to `\(end)` of a list of \(list.count)"))
      }
      return .list(Array(list[Int(start)..<Int(end)]))
    }
  }

  private static var flattenings: [Function] {
    method("flatten", [], .list(.dyn)) { (list, _, budget) throws(EvaluationFailure) in
      .list(try flattened(list, depth: 1, &budget))
    }
      + method("flatten", [.int], .list(.dyn)) { (list, depth, budget) throws(EvaluationFailure) in
        guard case .int(let depth) = depth[0], depth >= 0 else {
          throw .error(.init(.invalidArgument, "`flatten` to a negative depth"))
        }
        return .list(try flattened(list, depth: depth, &budget))
      }
  }

  private static func flattened(
    _ list: [Value], depth: Int64, _ budget: inout Budget
  ) throws(EvaluationFailure) -> [Value] {
    try budget.spend(list.count)
    guard depth > 0 else { return list }
    var flat: [Value] = []
    for value in list {
      guard let inner = ListView(value) else {
        flat.append(value)
        continue
      }
      flat += try flattened(Array(inner), depth: depth - 1, &budget)
    }
    return flat
  }

  private static let distinct: Body = { (list, _, budget) throws(EvaluationFailure) in
    let comparison = Comparison(isExact: true)
    var kept: [Value] = []
    for value in list {
      var isKnown = false
      try budget.spend(kept.count)
      for known in kept where !isKnown {
        isKnown = try comparison.areEqual(known, value, &budget)
      }
      if !isKnown { kept.append(value) }
    }
    return .list(kept)
  }

  /// Sorts by merging, which unlike the library's sort lets a comparison fail.
  private static let sorted: Body = { (list, _, budget) throws(EvaluationFailure) in
    .list(try mergeSorted(list[...], &budget))
  }

  private static func mergeSorted(
    _ list: ArraySlice<Value>, _ budget: inout Budget
  ) throws(EvaluationFailure) -> [Value] {
    guard list.count > 1 else { return Array(list) }
    let middle = list.startIndex + list.count / 2
    let left = try mergeSorted(list[..<middle], &budget)
    let right = try mergeSorted(list[middle...], &budget)
    try budget.spend(list.count)
    let comparison = Comparison(isExact: true)
    var merged: [Value] = []
    var (leftIndex, rightIndex) = (0, 0)
    while leftIndex < left.count, rightIndex < right.count {
      let (one, other) = (left[leftIndex], right[rightIndex])
      guard let order = try comparison.order(one, other, &budget) else {
        throw .noOverload("sort", one, other)
      }
      if order == .greater {
        merged.append(other)
        rightIndex += 1
      } else {
        merged.append(one)
        leftIndex += 1
      }
    }
    return merged + left[leftIndex...] + right[rightIndex...]
  }
}
