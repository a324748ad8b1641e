import ActionModel
import EmbeddedTables
import Foundation
import TestKit
import Testing

@testable import EffectAnalysis

@Suite("Code inside commands")
struct CodeReaderTests {
  private let reader: CodeReader

  init() throws {
    reader = try CodeReader(tables: EmbeddedTable.all(below: "code/"))
  }

  @Test
  func `every program of the fixtures means what they say`() throws {
    let folder = Corpora.repository.appending(path: "Tests/Fixtures/EffectAnalysis/code")
    let files = try FileManager.default.contentsOfDirectory(
      at: folder, includingPropertiesForKeys: nil)
    #expect(!files.isEmpty)
    for file in files.sorted(by: { $0.path < $1.path }) {
      for item in try CodeCase.read(file) {
        let found = CodeCase.effects(reader.read(language: item.language, text: item.text))
        #expect(found == item.effects, "\(file.lastPathComponent): \(item.source)")
      }
    }
  }

  @Test
  func `an unknown language is a gap`() {
    let reading = reader.read(language: "befunge", text: Word("1", bytes: 0..<1))
    #expect(CodeCase.effects(reading) == ["gap"])
    #expect(reading.reversibility == .unknown)
  }

  @Test
  func `a program that is too long is a gap`() {
    let text = String(repeating: "x", count: CodeReader.maximumLength + 1)
    for language in ["awk", "sed", "jq", "python", "vim"] {
      #expect(
        CodeCase.effects(reader.read(language: language, text: Word(text, bytes: 0..<1))) == ["gap"]
      )
    }
  }

  @Test(arguments: [
    "f(", "a=", "\"", "'\n", "{\"", "f'{", "os.system(", "s/a/b/;", "(((", "open('a','w').",
    "import a,", "#{`",
    "qx(", "/x", "require('a').", "[[", "x=\"a\";", "s/a/$b/e;", "\\", "\u{e9}",
  ])
  func `time grows with the length of the program alone`(piece: String) {
    let clock = ContinuousClock()
    for language in [
      "python", "perl", "ruby", "node", "lua", "php", "tcl", "vim", "awk", "sed", "jq",
    ] {
      let text = String(repeating: piece, count: CodeReader.maximumLength / 16 / piece.utf8.count)
      let word = Word(text, bytes: 0..<text.utf8.count)
      var count = 0
      let time = clock.measure {
        count = reader.read(language: language, text: word).meanings.count
      }
      #expect(count <= CodeFindings.maximumCount + 5)
      #expect(time < .seconds(2), "\(language) takes \(time) for \(piece)")
    }
  }

  @Test
  func `no bytes make it fail`() {
    var generator = SeededGenerator(seed: 7)
    let pieces = [
      "open(", "'", "\"", "`", "s/", "/e", "|", "getline", "<", ">", "print ", "{", "}", "\\", "#",
      "\n", "$x", "@",
      "import ", "from ", "as", "require(", ")", "qw", "%x(", "f'", "{", "é", "=", ",", "=>", "[",
      "]", ";", "!", ":", "w ",
      "a\\", "y/", "ARGV[1]=", "0x", "\\u{", "\\x",
    ]
    for _ in 0..<400 {
      var parts: [Word.Part] = []
      var text = ""
      for _ in 0..<Int.random(in: 1...24, using: &generator) {
        text += pieces.randomElement(using: &generator) ?? ""
        if Int.random(in: 0..<12, using: &generator) == 0, !text.isEmpty {
          parts += [.text(text), .anything]
          text = ""
        }
      }
      if !text.isEmpty { parts.append(.text(text)) }
      for language in [
        "python", "perl", "ruby", "node", "sed", "awk", "jq", "vim", "tex", "rpm", "m4",
      ] {
        let reading = reader.read(language: language, text: Word(parts: parts, bytes: 0..<1))
        #expect(reading.meanings.count <= CodeFindings.maximumCount + 5)
      }
    }
  }
}
