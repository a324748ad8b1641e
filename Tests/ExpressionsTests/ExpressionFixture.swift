import Expressions
import Foundation
import JSON
import TestKit

/// The environment, and the values of its variables, that the tables of cases are run in.
final class ExpressionFixture: Activation {
  let environment: Environment
  private let json: JSONValue

  init() throws {
    var options = Environment.Options()
    options.mixedNumbers = true
    options.checksLiterals = true
    var environment = Environment(options: options, timeZones: .system)
    environment.declare(variable: "args", .dyn)
    environment.declare(variable: "hidden", .dyn)
    environment.declare(variable: "other", .dyn)
    environment.declare(
      type: "User", fields: [("name", .string), ("age", .int), ("email", .string)])
    environment.declare(variable: "user", .opaque("User"))
    environment.declare(variable: "now", .timestamp)
    environment.declare(variable: "names", .list(.string))
    for function in Self.functions { environment.declare(function) }
    self.environment = environment
    json = try JSONDocument.parse(
      Array(
        #"""
        {"amount": 250, "price": 2.5, "whole": 3.0, "path": "/srv/app/über.txt",
         "escaped": "a\"b", "newline": "line\n", "flag": true, "nothing": null,
         "nested": {"deep": {"value": 7}}, "tags": ["a", "b", "c"],
         "objects": [{"n": 1}, {"n": 2}, {"n": 3}], "content-type": "text/plain",
         "huge": 123456789012345678901234567890, "empty": ""}
        """#.utf8))
  }

  private static let functions = [
    Function(
      "knows", on: .opaque("User"), [.string], returns: .bool,
      .binary { (user, name, _) throws(EvaluationFailure) in
        guard case .opaque(let user as User) = user, case .string(let name) = name else {
          throw .noOverload("knows", user, name)
        }
        return .bool(user.friends.contains(name))
      },
      prepare: { (literals) throws(Function.LiteralError) in
        if case .string("")? = literals[1] {
          throw Function.LiteralError(argument: 1, "a name is not empty", hint: "write a name")
        }
        return nil
      }),
    Function(
      "twice", on: .string, returns: .string,
      .unary { (text, _) throws(EvaluationFailure) in
        guard case .string(let text) = text else { throw .noOverload("twice", text) }
        return .string(text + text)
      }),
    Function(
      "twice", on: .int, returns: .int,
      .unary { (number, _) throws(EvaluationFailure) in
        guard case .int(let number) = number else { throw .noOverload("twice", number) }
        return .int(2 * number)
      }),
    Function(
      "text.repeat", [.string, .int], returns: .string,
      .variadic { (values, budget) throws(EvaluationFailure) in
        guard case .string(let text) = values[0], case .int(let count) = values[1], count >= 0
        else { throw .error(.init(.invalidArgument, "a negative count")) }
        try budget.spend(bytes: text.utf8.count * Int(count))
        return .string(String(repeating: text, count: Int(count)))
      }),
  ]

  func value(slot: Int) throws(EvaluationFailure) -> Value {
    switch slot {
    case 0: return .json(json)
    case 1: throw .unknown(["hidden"])
    case 2: throw .unknown(["other"])
    case 3: return .opaque(User(name: "ada", friends: ["bob"]))
    case 4: return Timestamp("2026-01-31T12:00:00Z").map { .timestamp($0) } ?? .null
    default: return .list([.string("one"), .string("two")])
    }
  }

  /// The cases of a table: everything before the last ` => `, and what follows it.
  static func table(_ name: String) throws -> [(expression: String, expected: String)] {
    let url = Corpora.repository.appending(path: "Tests/Fixtures/Expressions/\(name)")
    let lines = try String(contentsOf: url, encoding: .utf8).split(separator: "\n")
    return lines.filter { !$0.hasPrefix("#") }.compactMap { line in
      guard let arrow = line.range(of: " => ", options: .backwards) else { return nil }
      return (String(line[..<arrow.lowerBound]), String(line[arrow.upperBound...]))
    }
  }
}

/// A value that only the host understands: its email address is not known.
struct User: OpaqueValue {
  let name: String
  let friends: Set<String>

  var typeName: String { "User" }

  func field(_ index: Int) throws(EvaluationFailure) -> Value {
    switch index {
    case 0: return .string(name)
    case 1: return .int(36)
    default: throw .unknown(["user.email"])
    }
  }

  func hasField(_ index: Int) throws(EvaluationFailure) -> Bool { index != 2 }

  func equals(_ other: any OpaqueValue) -> Bool { (other as? User)?.name == name }
}

extension Outcome {
  /// Writes the outcome as the tables do.
  var summary: String {
    switch self {
    case .error(let error): "error \(error.code.rawValue)"
    case .unknown(let names): "unknown \(names.joined(separator: ", "))"
    case .value(let value): value.summary
    }
  }
}

extension Value {
  fileprivate var summary: String {
    switch self {
    case .null: "null"
    case .bool(let flag): "bool \(flag)"
    case .int(let number): "int \(number)"
    case .uint(let number): "uint \(number)"
    case .double(let number): "double \(number)"
    case .string(let text): "string \"\(text)\""
    case .bytes(let bytes): "bytes \(bytes)"
    case .list(let values): "list \(values.count)"
    case .map(let map): "map \(map.count)"
    case .type(let name): "type \(name)"
    case .timestamp(let moment): "timestamp \(moment)"
    case .duration(let span): "duration \(span.formattedSeconds)"
    case .json(let json): json.kind == .array ? "list \(json.count)" : "map \(json.count)"
    case .opaque(let value): "opaque \(value.typeName)"
    case .unknown(let name): "unknown \(name)"
    }
  }
}

extension Duration {
  /// Seconds with nine decimals at most.
  fileprivate var formattedSeconds: String {
    let (seconds, attoseconds) = components
    let sign = seconds < 0 || attoseconds < 0 ? "-" : ""
    var fraction = String(attoseconds.magnitude / 1_000_000_000 + 1_000_000_000).dropFirst()
    while fraction.hasSuffix("0") { fraction.removeLast() }
    return "\(sign)\(seconds.magnitude)\(fraction.isEmpty ? "" : ".\(fraction)")s"
  }
}
