import Expressions
import Testing

@Suite struct ReferenceTests {
  @Test func `a program lists what it reads and calls, and which reads are guarded`() throws {
    let fixture = try ExpressionFixture()
    for (expression, expected) in try ExpressionFixture.table("references.txt") {
      let program = try Program(expression, in: fixture.environment)
      let summary = program.references.map(\.summary).joined(separator: ", ")
      #expect(summary == expected, "\(expression)")
    }
  }

  @Test func `a reference says where it stands and is evaluated alone`() throws {
    let fixture = try ExpressionFixture()
    let program = try Program(
      #"args.amount > 5 && user.knows("eve") && args.tags.exists(t, user.knows(t))"#,
      in: fixture.environment)
    let found = program.references.map { ($0.text, $0.evaluate(fixture)?.summary) }
    #expect(
      found.map(\.0) == [
        "args.amount", #"user.knows("eve")"#, "user", "args.tags", "user.knows(t)", "user",
      ])
    #expect(
      found.map(\.1) == ["int 250", "bool false", "opaque User", "list 3", nil, "opaque User"])
    #expect(program.references[1].range.start == 19)
    #expect(program.references[1].range.end == 36)
  }

  @Test func `a literal argument of a call is told even where it was calculated`() throws {
    let fixture = try ExpressionFixture()
    let program = try Program(#"text.repeat("a" + "b", 1 + 1)"#, in: fixture.environment)
    #expect(program.references.map(\.summary) == [#"text.repeat("ab", 2)"#])
  }
}

extension Reference {
  /// Writes the reference as the table does.
  fileprivate var summary: String {
    switch kind {
    case .attribute(let attribute): attribute.summary + (isGuarded ? "" : "!")
    case .presence(let attribute): "?" + attribute.summary
    case .call(let call):
      (call.receiver.map { $0.summary + "." } ?? "") + call.function + "("
        + call.arguments.map(Self.literal).joined(separator: ", ") + ")"
    }
  }

  private static func literal(_ value: Value?) -> String {
    switch value {
    case .string(let text): "\"\(text)\""
    case .int(let number): "\(number)"
    default: "_"
    }
  }
}

extension Reference.Attribute {
  fileprivate var summary: String { ([variable] + path).joined(separator: ".") }
}
