import JSON

/// The extension library of strings; positions count code points, from 0.
///
/// | written | result |
/// |---|---|
/// | `s.charAt(i)`, `s.substring(from[, to])` | a part; the character after the last is empty |
/// | `s.indexOf(t[, from])`, `s.lastIndexOf(t[, upTo])` | where a part stands; -1 where it does not |
/// | `s.lowerAscii()`, `s.upperAscii()`, `s.trim()`, `s.reverse()` | the text with its letters, ends or order changed |
/// | `s.replace(old, new[, limit])`, `s.split(separator[, limit])`, `list.join([separator])` | |
/// | `strings.quote(s)` | the text as a literal of the language |
/// | `s.format([…])` | see `TextFormat` |
enum TextExtensions {
  static var functions: [Function] { positions + cases + parts + joins + formats }

  private static func method(
    _ name: String, _ parameters: [ExpressionType], _ result: ExpressionType,
    _ body: Function.Body
  ) -> [Function] {
    StandardLibrary.overloads(
      name, isReceiverStyle: true, [Signature([.string] + parameters, result)], body)
  }

  private static func text(
    _ value: Value, _ name: String, _ budget: inout Budget
  ) throws(EvaluationFailure) -> [Unicode.Scalar] {
    guard case .string(let text) = value else { throw .noOverload(name, value) }
    try budget.spend(bytes: text.utf8.count * 4)
    return Array(text.unicodeScalars)
  }

  private static func position(
    _ value: Value, _ name: String, upTo limit: Int
  ) throws(EvaluationFailure) -> Int {
    guard case .int(let index) = value else { throw .noOverload(name, value) }
    guard index >= 0, index <= limit else {
      throw .error(.init(.indexOutOfRange, "`\(index)` of a text of \(limit)"))
    }
    return Int(index)
  }

  private static func string(_ scalars: some Sequence<Unicode.Scalar>) -> Value {
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars)
    return .string(String(text))
  }

  // MARK: Positions

  private static var positions: [Function] {
    method(
      "charAt", [.int], .string,
      .binary { (value, index, budget) throws(EvaluationFailure) in
        let scalars = try text(value, "charAt", &budget)
        let index = try position(index, "charAt", upTo: scalars.count)
        return string(scalars[index...].prefix(1))
      })
      + search("indexOf", backwards: false) + search("lastIndexOf", backwards: true)
      + method(
        "substring", [.int],
        .string,
        .binary { (value, start, budget) throws(EvaluationFailure) in
          let scalars = try text(value, "substring", &budget)
          return string(scalars[try position(start, "substring", upTo: scalars.count)...])
        })
      + method(
        "substring", [.int, .int], .string,
        .variadic { (arguments, budget) throws(EvaluationFailure) in
          let scalars = try text(arguments[0], "substring", &budget)
          let start = try position(arguments[1], "substring", upTo: scalars.count)
          let end = try position(arguments[2], "substring", upTo: scalars.count)
          guard start <= end else {
            throw .error(.init(.invalidArgument, "a part from \(start) to \(end)"))
          }
          return string(scalars[start..<end])
        })
  }

  private static func search(_ name: String, backwards: Bool) -> [Function] {
    let find: @Sendable ([Value], inout Budget) throws(EvaluationFailure) -> Value = {
      (arguments, budget) throws(EvaluationFailure) in
      let scalars = try text(arguments[0], name, &budget)
      let part = try text(arguments[1], name, &budget)
      var bound = backwards ? scalars.count : 0
      if arguments.count == 3 { bound = try position(arguments[2], name, upTo: scalars.count) }
      // The search is quadratic at worst.
      try budget.spend(bytes: scalars.count &* (1 + part.count / 8))
      let last = scalars.count - part.count
      guard last >= 0 else { return .int(-1) }
      let starts =
        backwards ? Array((0...min(last, bound)).reversed()) : Array(bound...max(last, bound))
      for start in starts where start <= last && scalars[start...].starts(with: part) {
        return .int(Int64(start))
      }
      return .int(-1)
    }
    return method(name, [.string], .int, .variadic(find))
      + method(name, [.string, .int], .int, .variadic(find))
  }

  // MARK: Letters and ends

  private static var cases: [Function] {
    mapping("lowerAscii") { $0.map { $0.isUpper ? Unicode.Scalar(UInt8($0.value) + 32) : $0 } }
      + mapping("upperAscii") { $0.map { $0.isLower ? Unicode.Scalar(UInt8($0.value) - 32) : $0 } }
      + mapping("reverse") { $0.reversed() }
      + mapping("trim") { scalars in
        let start = scalars.firstIndex { !$0.properties.isWhitespace } ?? scalars.count
        let end = scalars.lastIndex { !$0.properties.isWhitespace } ?? -1
        return start <= end ? Array(scalars[start...end]) : []
      }
      + StandardLibrary.overloads(
        "strings.quote", [Signature([.string], .string)],
        .unary { (value, budget) throws(EvaluationFailure) in
          quoted(try text(value, "strings.quote", &budget))
        })
  }

  private static func mapping(
    _ name: String, _ map: @escaping @Sendable ([Unicode.Scalar]) -> [Unicode.Scalar]
  ) -> [Function] {
    method(
      name, [], .string,
      .unary { (value, budget) throws(EvaluationFailure) in
        string(map(try text(value, name, &budget)))
      })
  }

  private static func quoted(_ scalars: [Unicode.Scalar]) -> Value {
    var text = "\""
    for scalar in scalars {
      switch scalar {
      case "\u{7}": text += "\\a"
      case "\u{8}": text += "\\b"
      case "\u{C}": text += "\\f"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case "\u{B}": text += "\\v"
      case "\\": text += "\\\\"
      case "\"": text += "\\\""
      default: text.unicodeScalars.append(scalar)
      }
    }
    return .string(text + "\"")
  }

  // MARK: Parts

  private static var parts: [Function] {
    let replace: @Sendable ([Value], inout Budget) throws(EvaluationFailure) -> Value = {
      (arguments, budget) throws(EvaluationFailure) in
      let scalars = try text(arguments[0], "replace", &budget)
      let old = try text(arguments[1], "replace", &budget)
      let new = try text(arguments[2], "replace", &budget)
      let limit = try self.limit(arguments, at: 3, "replace")
      let parts = try pieces(of: scalars, at: old, limit: limit.map { $0 + 1 }, &budget)
      let (size, overflow) = new.count.multipliedReportingOverflow(by: parts.count)
      try budget.spend(bytes: overflow ? .max : size * 4)
      return string(Array(parts.joined(separator: new)))
    }
    let split: @Sendable ([Value], inout Budget) throws(EvaluationFailure) -> Value = {
      (arguments, budget) throws(EvaluationFailure) in
      let scalars = try text(arguments[0], "split", &budget)
      let separator = try text(arguments[1], "split", &budget)
      let limit = try self.limit(arguments, at: 2, "split")
      if limit == 0 { return .list([]) }
      let parts = try pieces(of: scalars, at: separator, limit: limit, &budget)
      return .list(parts.map { string($0) })
    }
    return method("replace", [.string, .string], .string, .variadic(replace))
      + method("replace", [.string, .string, .int], .string, .variadic(replace))
      + method("split", [.string], .list(.string), .variadic(split))
      + method("split", [.string, .int], .list(.string), .variadic(split))
  }

  /// The optional argument that bounds how often something is done; nil where it is absent or negative.
  private static func limit(
    _ arguments: [Value], at index: Int, _ name: String
  ) throws(EvaluationFailure) -> Int? {
    guard arguments.count > index else { return nil }
    guard case .int(let limit) = arguments[index] else { throw .noOverload(name, arguments) }
    return limit < 0 ? nil : Int(limit)
  }

  /// Splits text into at most so many parts; an empty separator stands between any two characters.
  private static func pieces(
    of scalars: [Unicode.Scalar], at separator: [Unicode.Scalar], limit: Int?,
    _ budget: inout Budget
  ) throws(EvaluationFailure) -> [ArraySlice<Unicode.Scalar>] {
    try budget.spend(bytes: scalars.count &* (1 + separator.count / 8))
    var parts: [ArraySlice<Unicode.Scalar>] = []
    var start = 0
    var index = separator.isEmpty ? 1 : 0
    while index + max(separator.count, 1) <= scalars.count,
      limit.map({ parts.count + 1 < $0 }) ?? true
    {
      if scalars[index...].starts(with: separator) {
        parts.append(scalars[start..<index])
        start = index + separator.count
        index = max(start, index + 1)
      } else {
        index += 1
      }
    }
    parts.append(scalars[start...])
    try budget.spend(parts.count)
    return parts
  }

  // MARK: Lists and formats

  private static var joins: [Function] {
    let join: @Sendable ([Value], inout Budget) throws(EvaluationFailure) -> Value = {
      (arguments, budget) throws(EvaluationFailure) in
      guard let list = ListView(arguments[0]) else { throw .noOverload("join", arguments) }
      var separator = ""
      if arguments.count == 2 {
        guard case .string(let text) = arguments[1] else { throw .noOverload("join", arguments) }
        separator = text
      }
      var text = ""
      for (index, element) in list.enumerated() {
        guard case .string(let part) = try element.resolved() else {
          throw .noOverload("join", arguments)
        }
        try budget.spend(1 + (part.utf8.count + separator.utf8.count) / Budget.bytesPerUnit)
        text += index == 0 ? part : separator + part
      }
      return .string(text)
    }
    return [[ExpressionType.list(.string)], [.list(.string), .string]].flatMap { parameters in
      StandardLibrary.overloads(
        "join", isReceiverStyle: true, [Signature(parameters, .string)], .variadic(join))
    }
  }

  private static var formats: [Function] {
    method(
      "format", [.list(.dyn)], .string,
      .binary { (format, arguments, budget) throws(EvaluationFailure) in
        guard case .string(let text) = format, let list = ListView(arguments) else {
          throw .noOverload("format", format, arguments)
        }
        try budget.spend(bytes: text.utf8.count)
        return .string(try TextFormat.write(text, Array(list), &budget))
      })
  }
}

extension Unicode.Scalar {
  fileprivate var isUpper: Bool { ("A"..."Z").contains(self) }
  fileprivate var isLower: Bool { ("a"..."z").contains(self) }
}
