import Expressions
import Foundation
import Testing

@Suite struct HostileTests {
  private static let deep: [String] = [
    String(repeating: "(", count: 30_000),
    String(repeating: "[", count: 30_000),
    String(repeating: "{1:", count: 10_000),
    String(repeating: "!", count: 30_000) + "true",
    String(repeating: "-", count: 30_000) + "1",
    String(repeating: "- -", count: 10_000) + "1",
    String(repeating: "true ? true : ", count: 2_000) + "true",
    String(repeating: "size(", count: 6_000),
    String(repeating: "[1].map(x, ", count: 2_500),
    "args" + String(repeating: ".a", count: 15_000),
    "args" + String(repeating: "[0]", count: 10_000),
    "args" + String(repeating: ".size()", count: 4_000),
    "1" + String(repeating: "+1", count: 15_000),
    "1" + String(repeating: "==1", count: 10_000),
    String(repeating: "a&&(", count: 8_000),
  ]

  @Test func `texts nested too deep are refused on a small stack`() throws {
    let environment = try ExpressionFixture().environment
    let messages = onSmallStack {
      Self.deep.map { source in
        do throws(ExpressionErrors) {
          _ = try Program(source, in: environment)
          return "accepted"
        } catch {
          return error.errors.first?.message ?? "no error"
        }
      }
    }
    for message in messages {
      #expect(message.hasPrefix("the expression is nested more than 64 levels deep"))
    }
  }

  @Test func `what is just not too deep is evaluated on a small stack`() throws {
    let environment = try ExpressionFixture().environment
    let sources = [
      String(repeating: "(", count: 60) + "1" + String(repeating: ")", count: 60),
      String(repeating: "[", count: 60) + "args" + String(repeating: "]", count: 60) + " == []",
      "args.amount" + String(repeating: "+1", count: 60),
      String(repeating: "!", count: 60) + "args.flag",
      String(repeating: "args.flag ? true : ", count: 60) + "false",
      (0..<28).reduce("args.flag") { text, _ in "[1].all(x, \(text))" },
    ]
    let outcomes = onSmallStack {
      sources.map { source in (try? Program(source, in: environment))?.references.isEmpty }
    }
    #expect(outcomes.allSatisfy { $0 != nil })
    for source in sources {
      let program = try Program(source, in: environment)
      guard case .value = try program.evaluate(ExpressionFixture()) else {
        Issue.record("\(source) has no value")
        continue
      }
    }
  }

  @Test func `long chains of && and || are not deep`() throws {
    let fixture = try ExpressionFixture()
    let chain = Array(repeating: "args.missing", count: 1_500).joined(separator: "||") + "||true"
    #expect(try Program(chain, in: fixture.environment).evaluate(fixture).bool == true)
  }

  @Test func `a source text beyond the limit is refused`() throws {
    let environment = try ExpressionFixture().environment
    let source = "\"" + String(repeating: "a", count: environment.limits.sourceLength) + "\""
    #expect(throws: ExpressionErrors.self) { try Program(source, in: environment) }
    let list = "[" + String(repeating: "1,", count: environment.limits.elements + 1) + "]"
    #expect(throws: ExpressionErrors.self) { try Program(list, in: environment) }
  }

  @Test(arguments: [
    "[0,1,2,3,4,5,6,7,8,9].all(a, [0,1,2,3,4,5,6,7,8,9].all(b, [0,1,2,3,4,5,6,7,8,9].all(c, [0,1,2,3,4,5,6,7,8,9].all(d, [0,1,2,3,4,5,6,7,8,9].all(e, a < 10)))))",
    "[0,1,2,3,4,5,6,7].map(x, args.tags + args.tags).map(x, x + x + x + x).map(x, x + x + x + x).map(x, x + x + x + x).map(x, x + x + x + x).map(x, x + x + x + x).map(x, x + x + x + x).size() == 8",
    "['aaaaaaaaaaaaaaaa'].map(x, args.path + x + x + x + x).map(x, x + x + x + x + x + x + x + x).map(x, x + x + x + x + x + x + x + x).map(x, x + x + x + x + x + x + x + x).map(x, x + x + x + x + x + x + x + x).map(x, x + x + x + x + x + x + x + x).map(x, x + x + x + x + x + x + x + x)[0] == ''",
    "[0,1,2,3,4,5,6,7,8,9].exists(a, [0,1,2,3,4,5,6,7,8,9].exists(b, [0,1,2,3,4,5,6,7,8,9].exists(c, args.path.matches(args.path + string(a)))))",
  ])
  func `an evaluation that costs too much ends, absorbed by nothing`(source: String) throws {
    let fixture = try ExpressionFixture()
    for source in [source, "(\(source)) || true", "(\(source)) && false"] {
      let outcome = try Program(source, in: fixture.environment).evaluate(fixture)
      #expect(outcome.summary == "error cost")
    }
  }

  @Test func `the cost limit is the host's to set`() throws {
    let fixture = try ExpressionFixture()
    let program = try Program("args.amount > 1 && args.price > 1", in: fixture.environment)
    #expect(program.evaluate(fixture, costLimit: 4).bool == true)
    #expect(program.evaluate(fixture, costLimit: 3).summary == "error cost")
  }

  /// Runs a body on a thread of 2 MiB, a quarter of what threads have by default.
  private func onSmallStack<Result: Sendable>(_ body: @escaping @Sendable () -> Result) -> Result {
    let result = Box<Result>()
    let thread = Thread { result.fill(body()) }
    thread.stackSize = 2 << 20
    thread.start()
    return result.wait()
  }
}

/// Carries one value from a thread to another.
private final class Box<Value: Sendable>: @unchecked Sendable {
  // Guarded by the semaphore: written before it is signalled, read after.
  private var value: Value?
  private let filled = DispatchSemaphore(value: 0)

  func fill(_ new: Value) {
    value = new
    filled.signal()
  }

  func wait() -> Value {
    filled.wait()
    guard let value else { preconditionFailure("the thread left no value") }
    return value
  }
}
