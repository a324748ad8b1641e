import HTTPWire
import Testing

@testable import HTTPAnswers

@Suite struct ProblemDetailsTests {
  @Test func `a problem is written as RFC 9457 says, with its text escaped`() {
    let response = ProblemDetails(
      .badRequest, code: "invalid_action", detail: #"`a"b` is no tool"#, pointer: "/tool"
    ).response
    #expect(response.head.status == .badRequest)
    #expect(response.head.fields[.contentType] == "application/problem+json")
    let text = String(decoding: response.body, as: UTF8.self)
    #expect(
      text == """
        {"type":"about:blank","title":"Bad Request","status":400,"detail":"`a\\"b` is no tool",\
        "code":"invalid_action","pointer":"/tool"}
        """)
  }

  @Test func `a refused method names those that are taken`() {
    let response = ProblemDetails.methodNotAllowed([.get, .head, .post]).response
    #expect(response.head.status == .methodNotAllowed)
    #expect(response.head.fields[.allow] == "GET, HEAD, POST")
  }
}
