import Expressions
import Glibc
import JSON

/// Feeds any bytes to the parser, checker and evaluator.
///
/// The first byte chooses options and the reading of the rest: as text, or byte by byte as tokens, which makes
/// expressions that often parse. Whatever the text, nothing traps, errors stand within it, evaluation ends within its
/// budget, and a program that passes the type checker evaluates just as it does unchecked.
@_cdecl("LLVMFuzzerTestOneInput")
func fuzzExpressions(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  guard count > 0 else { return 0 }
  // SAFETY: the fuzzer hands over `count` readable bytes that outlive the call.
  let bytes = unsafe Array(UnsafeBufferPointer(start: start, count: count))
  let source =
    bytes[0] & 1 == 0
    ? String(decoding: bytes.dropFirst(), as: UTF8.self)
    : bytes.dropFirst().map { Tokens.all[Int($0) % Tokens.all.count] }.joined(separator: " ")
  check(source, mixesNumbers: bytes[0] & 2 != 0)
  return 0
}

private func check(_ source: String, mixesNumbers: Bool) {
  guard let program = compile(source, mixesNumbers: mixesNumbers, checksTypes: true) else {
    return
  }
  let outcome = evaluate(program)
  guard let unchecked = compile(source, mixesNumbers: mixesNumbers, checksTypes: false) else {
    preconditionFailure("the checker accepts what does not compile without it")
  }
  precondition(evaluate(unchecked) == outcome, "the checker changes the outcome")
  for reference in program.references {
    _ = reference.evaluate(Facts.shared, costLimit: 1_000)
  }
}

private func compile(_ source: String, mixesNumbers: Bool, checksTypes: Bool) -> Program? {
  var options = Environment.Options()
  options.mixedNumbers = mixesNumbers
  options.checksTypes = checksTypes
  var environment = Environment(options: options)
  environment.declare(variable: "args", .dyn)
  environment.declare(variable: "hidden", .dyn)
  environment.declare(variable: "names", .list(.string))
  environment.declare(variable: "limits", .map(key: .string, value: .int))
  environment.declare(
    Function(
      "twice", on: .string, returns: .string,
      .unary { (text, budget) throws(EvaluationFailure) in
        guard case .string(let text) = text else { throw .noOverload("twice", text) }
        try budget.spend(bytes: 2 * text.utf8.count)
        return .string(text + text)
      }))
  do {
    return try Program(source, in: environment)
  } catch {
    precondition(!error.errors.isEmpty, "a refusal says why")
    let lines = source.utf8.count { $0 == UInt8(ascii: "\n") } + 1
    for problem in error.errors {
      precondition((1...lines).contains(problem.line), "an error stands on a line of the text")
      precondition(problem.column >= 1 && problem.column <= source.unicodeScalars.count + 1)
    }
    return nil
  }
}

/// Writes the outcome so that two of them can be compared.
private func evaluate(_ program: Program) -> String {
  switch program.evaluate(Facts.shared, costLimit: 20_000) {
  case .value(let value): "\(value.typeName) \(value)"
  case .error(let error): error.code.rawValue
  case .unknown(let names): "unknown \(names)"
  }
}

/// The values of the variables.
private final class Facts: Activation, Sendable {
  static let shared = Facts()

  private let json: JSONValue

  init() {
    let text =
      #"{"amount": 250, "path": "/srv/\u00fc", "price": 0.5, "tags": ["a", {"b": null}], "ok": true}"#
    json = (try? JSONDocument.parse(Array(text.utf8))) ?? .emptyObject
  }

  func value(slot: Int) throws(EvaluationFailure) -> Value {
    switch slot {
    case 0: return .json(json)
    case 1: throw .unknown(["hidden"])
    case 2: return .list([.string("one"), .string("two")])
    default: return .map(MapValue([("most", .int(7))]))
    }
  }
}

private enum Tokens {
  static let all =
    """
    args hidden names limits x y size matches contains startsWith all exists exists_one map filter
    transformMap transformList has type int uint double string bytes bool duration timestamp dyn twice
    getHours . . . , , ( ( ( ) ) ) [ ] { } : ? ! - + * / % == != < <= > >= in && || 0 1 2u 3.5 1e300
    9223372036854775807 -9223372036854775808 18446744073709551615u "a" 'b' r"\\d+" b"\\xff" "2s"
    "1970-01-01T00:00:00Z" "+01:00" true false null amount path price tags ok most `b c` .x
    """.split { $0 == " " || $0 == "\n" }.map(String.init)
}
