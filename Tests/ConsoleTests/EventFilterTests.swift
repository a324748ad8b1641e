import HTTPAnswers
import Testing

@testable import Console

struct EventFilterTests {
  private static let row = EventRow(
    7,
    Array(
      #"{"agent":{"id":"Deploy-Bot"},"args":{"command":"Make All"},"rules":["ships"],"session":"s-1","tool":{"channel":"native","name":"shell.exec"},"type":"decision","verdict":"allow"}"#
        .utf8))

  private func chooses(_ query: String) throws -> Bool {
    try EventFilter(try #require(QueryItems(query))).chooses(Self.row)
  }

  @Test func `each condition is looked for in its own place, in any case`() throws {
    for query in [
      "", "agent=deploy", "agent=BOT", "tool=shell", "tool=native:shell.exec", "session=S-1",
      "rule=ship", "verdict=allow", "text=make+all", "text=%22type%22", "agent=bot&tool=exec",
    ] { #expect(try chooses(query), "\(query)") }
    for query in [
      "agent=shell", "tool=bot", "session=s-2", "rule=make", "verdict=deny", "text=unmake",
      "agent=bot&tool=read",
    ] { #expect(try !chooses(query), "\(query)") }
  }

  @Test func `what is no condition is refused`() throws {
    for query in ["verdict=maybe", "only=records"] {
      let items = try #require(QueryItems(query))
      #expect(throws: ProblemDetails.self) { try EventFilter(items) }
    }
  }

  @Test func `a long event is shown without its largest members, and says how long it is`() throws {
    let long = EventRow(
      3,
      Array(
        #"{"agent":{"id":"a"},"args":{"x":"\#(String(repeating: "y", count: 5_000))"},"type":"decision"}"#
          .utf8))
    let text = String(decoding: long.json, as: UTF8.self)
    #expect(text.utf8.count < 200)
    #expect(text.hasPrefix(#"{"seq":3,"event":{"agent":{"id":"a"},"type":"decision"},"bytes":5"#))
  }
}
