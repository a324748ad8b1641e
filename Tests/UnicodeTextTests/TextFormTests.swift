import Foundation
import Testing
import UnicodeText

@Suite struct TextFormTests {
  @Test(arguments: [
    ("plain ASCII folds", "plain ascii folds"),
    ("ｆｕｌｌ ｗｉｄｔｈ", "full width"),
    ("𝗂𝗀𝗇𝗈𝗋𝖾 𝒶𝓁𝓁", "ignore all"),
    ("іgnоrе аll", "ignore all"),
    ("IGNORE", "ignore"),
    ("i\u{200B}g\u{2060}n\u{AD}ore", "ignore"),
    ("\u{E0069}\u{E0067}nore", "ignore"),
    ("Ѐ", "è"),
    ("Ꮯcache", "ccache"),
    ("🅸gnore", "ignore"),
    ("Straße", "strasse"),
    ("e\u{200D}\u{301}", "é"),
  ])
  func `a disguised word reads as what it looks like`(text: String, plain: String) {
    #expect(
      TextForm.plain.applied(to: text).text.unicodeScalars.elementsEqual(plain.unicodeScalars))
  }

  @Test func `marks are taken off where that is asked for`() {
    #expect(TextForm([.withoutMarks]).applied(to: "ïgnörë e\u{301}x").text == "ignore ex")
  }

  @Test(arguments: [
    ("a\u{1C4}\u{301}\u{323}", "aD\u{1E92}\u{30C}\u{301}"),
    ("a\u{385}\u{301}\u{323}", "a \u{323}\u{308}\u{301}\u{301}"),
    ("a\u{F73}\u{301}\u{323}", "\u{1EA1}\u{F71}\u{F72}\u{301}"),
    ("a\u{FF9E}\u{301}\u{323}", "\u{1EA1}\u{3099}\u{301}"),
    ("a\u{10041}\u{301}\u{323}", "a\u{10041}\u{323}\u{301}"),
    ("\u{958}\u{FDFA}", "\u{915}\u{93C}صلى الله عليه وسلم"),
  ])
  func `marks are ordered and composed as UAX 15 says`(text: String, composed: String) {
    let ours = TextForm([.compatibility]).applied(to: text).text
    #expect(ours.unicodeScalars.elementsEqual(composed.unicodeScalars))
  }

  @Test func `Hangul composes across scalars`() {
    let text = TextForm([]).applied(to: "\u{1112}\u{1161}\u{11AB}\u{1100}\u{1173}\u{11AF}").text
    #expect(text.unicodeScalars.elementsEqual("한글".unicodeScalars))
  }

  @Test func `each result says where it came from`() throws {
    let source = Array("say ｉ\u{200B}ｇnore e\u{301}!".utf8)
    let result = TextForm.plain.applied(to: source)
    #expect(result.text == "say ignore é!")
    let found = try #require(result.text.utf8.firstRange(of: "ignore".utf8))
    let start = result.text.utf8.distance(from: result.text.utf8.startIndex, to: found.lowerBound)
    let origin = result.origin(of: start..<(start + 6))
    #expect(String(decoding: source[origin], as: UTF8.self) == "ｉ\u{200B}ｇnore")
    let accent = result.origin(of: (start + 7)..<(start + 9))
    #expect(String(decoding: source[accent], as: UTF8.self) == "e\u{301}")
    #expect(result.origin(of: 0..<result.bytes.count) == 0..<source.count)
    #expect(result.origin(of: 4..<4) == 4..<4)
  }

  @Test func `bytes that are not UTF-8 are replaced one by one and keep their place`() {
    let result = TextForm([.compatibility]).applied(to: [0x61, 0xC0, 0xAF, 0xED, 0xA0, 0x80, 0x62])
    #expect(result.text == "a\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}b")
    #expect(result.origin(of: 1..<4) == 1..<2)
    #expect(result.origin(of: 16..<17) == 6..<7)
  }

  @Test func `a tower of marks is cut into bounded pieces`() {
    let text = "a" + String(repeating: "\u{301}\u{323}", count: 50_000)
    let result = TextForm.plain.applied(to: text)
    #expect(result.bytes.count <= text.utf8.count)
    #expect(result.origin(of: 0..<result.bytes.count) == 0..<text.utf8.count)
  }
}
