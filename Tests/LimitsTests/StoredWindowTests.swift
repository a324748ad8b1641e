import ActionModel
import Testing

@testable import Limits

@Suite struct StoredWindowTests {
  private func window(_ text: String?, at now: Int64) -> StoredWindow? {
    StoredWindow(text, width: 10, at: now)
  }

  @Test func `a window is read as it was written, without what has left it`() throws {
    var stored = try #require(window(nil, at: 100))
    #expect(stored.add(.one) == 10)
    #expect(stored.add(try ExactDecimal("0.5")) == 10)
    stored = try #require(window(stored.text, at: 250))
    #expect(stored.add(.one) == 25)
    #expect(stored.text == "10:1.5 25:1")
    #expect(stored.reading.total.description == "2.5")
    #expect(stored.reading.freesAt == 710)
    #expect(stored.emptiesAt == 860)
    #expect(try #require(window(stored.text, at: 709)).text == "10:1.5 25:1")
    var later = try #require(window(stored.text, at: 710))
    #expect(later.text == "25:1")
    later.remove(.one, from: 25)
    later.remove(.one, from: 10)
    #expect(later.text == "")
  }

  @Test func `a clock that is behind what was counted stands still`() throws {
    var stored = try #require(window("50:1", at: 100))
    #expect(stored.add(.one) == 50)
    #expect(stored.text == "50:2")
  }

  @Test func `text that is no window is refused`() {
    for text in ["1", "1:2:3", "a:1", "1:-1", "1:0", "-1:1", "1:1e30", "9223372036854775807:1"] {
      #expect(window(text, at: 0) == nil, "\(text)")
    }
    #expect(StoredWindow("1:1", width: 0, at: 0) == nil)
  }
}
