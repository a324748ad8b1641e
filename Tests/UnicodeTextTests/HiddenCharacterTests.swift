import Testing
import UnicodeText

@Suite struct HiddenCharacterTests {
  @Test func `each kind is found with its place`() {
    let text = Array("a\u{200B}b\u{202E}c\u{E0041}d\u{FE0F}é".utf8)
    let found = HiddenCharacter.all(in: text, limit: 10)
    #expect(found.map(\.kind) == [.zeroWidth, .bidirectional, .tag, .variationSelector])
    #expect(found.map(\.bytes) == [1..<4, 5..<8, 9..<13, 14..<17])
  }

  @Test func `no more are collected than asked for`() {
    let text = Array(String(repeating: "\u{200B}", count: 100).utf8)
    #expect(HiddenCharacter.all(in: text, limit: 7).count == 7)
  }

  @Test func `ordinary text of any script hides nothing`() {
    let text = Array("Grüße, привет, 你好, مرحبا, नमस्ते 👍".utf8)
    #expect(HiddenCharacter.all(in: text, limit: 10).isEmpty)
  }
}
