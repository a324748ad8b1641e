import Expressions
import Testing

@Suite struct EvaluationTests {
  @Test func `the cases of the evaluation table come out as they say`() throws {
    let fixture = try ExpressionFixture()
    for (expression, expected) in try ExpressionFixture.table("evaluation.txt") {
      do {
        let program = try Program(expression, in: fixture.environment)
        let summary = program.evaluate(fixture).summary
        #expect(summary == expected, "\(expression)")
      } catch {
        Issue.record("\(expression): \(error.errors)")
      }
    }
  }

  @Test func `the cases of the rejection table are refused as they say`() throws {
    let fixture = try ExpressionFixture()
    for (expression, expected) in try ExpressionFixture.table("rejected.txt") {
      do {
        _ = try Program(expression, in: fixture.environment)
        Issue.record("\(expression): was accepted")
      } catch {
        #expect(error.errors.first?.description == expected, "\(expression)")
      }
    }
  }
}
