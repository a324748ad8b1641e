import Testing

@testable import Server

struct OutboxTests {
  /// What is in the box, sender by sender.
  private func drain(_ box: inout Outbox<String>) -> [String] {
    var letters: [String] = []
    box.drain { sender, bytes in
      letters.append(
        sender + ": " + bytes.indices.map { String(UnicodeScalar(bytes[$0])) }.joined())
    }
    return letters
  }

  private func post(_ text: String, from sender: String, to box: inout Outbox<String>)
    -> Outbox<String>.Outcome
  {
    box.bytes += Array(text.utf8)
    return box.post(from: sender)
  }

  @Test func `each sender's bytes come out as it posted them, in the order of the posts`() {
    var box = Outbox<String>()
    #expect(box.isEmpty)
    #expect(post("one", from: "a", to: &box) == .sendSoon)
    #expect(post("two", from: "b", to: &box) == .nothing)
    #expect(post("three", from: "a", to: &box) == .nothing)
    #expect(drain(&box) == ["a: one", "b: two", "a: three"])
    #expect(box.isEmpty)
    #expect(post("four", from: "b", to: &box) == .sendSoon)
    #expect(drain(&box) == ["b: four"])
  }

  @Test func `nothing to send is not posted`() {
    var box = Outbox<String>()
    #expect(box.post(from: "a") == .nothing)
    #expect(box.isEmpty)
    #expect(post("one", from: "a", to: &box) == .sendSoon)
    #expect(box.post(from: "b") == .nothing)
    #expect(drain(&box) == ["a: one"])
  }

  @Test func `many pieces, or large ones, wait for no more`() {
    var box = Outbox<String>()
    for _ in 1..<32 { #expect(post("x", from: "a", to: &box) != .sendNow) }
    #expect(post("x", from: "a", to: &box) == .sendNow)
    #expect(drain(&box).count == 32)
    #expect(post(String(repeating: "x", count: 65_535), from: "a", to: &box) == .sendSoon)
    #expect(post("x", from: "b", to: &box) == .sendNow)
    #expect(drain(&box).count == 2)
    // Large storage is not kept for ever.
    _ = post(String(repeating: "x", count: 1 << 20), from: "a", to: &box)
    _ = drain(&box)
    #expect(box.bytes.capacity == 0)
  }
}
