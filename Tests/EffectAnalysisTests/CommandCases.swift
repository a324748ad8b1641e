import ActionModel
import Foundation
import TestKit

@testable import EffectAnalysis

/// A case of `Tests/Fixtures/EffectAnalysis/commands`: a command line, and below it, indented, what it means.
///
/// Words are split at blanks, `'…'` keeps them together, `$NAME` is a word nobody knows, `*` any characters but `/`.
struct CommandCase {
  let place: String
  let call: CommandCall
  let expected: [String]

  static func all() throws -> [CommandCase] {
    let folder = Corpora.repository.appending(path: "Tests/Fixtures/EffectAnalysis/commands")
    var cases: [CommandCase] = []
    for file in try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() {
      let text = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
      var line: (text: String, number: Int)?
      var expected: [String] = []
      func close() {
        guard let line else { return }
        cases.append(
          CommandCase(
            place: "\(file):\(line.number)", call: call(line.text), expected: expected))
      }
      for (index, next) in text.components(separatedBy: "\n").enumerated() {
        if next.isEmpty || next.hasPrefix("#") { continue }
        if next.hasPrefix("  ") {
          expected.append(String(next.dropFirst(2)))
        } else {
          close()
          line = (next, index + 1)
          expected = []
        }
      }
      close()
    }
    return cases
  }

  static func call(_ line: String) -> CommandCall {
    let words = split(line)
    return CommandCall(
      name: words[0], arguments: words.dropFirst(), home: "/home/ann")
  }

  private static func split(_ line: String) -> [Word] {
    var words: [Word] = []
    var parts: [Word.Part] = []
    var text = ""
    var isQuoted = false
    var isOpen = false
    var start = 0
    var characters = Array(line)[...]
    func closeText() {
      if !text.isEmpty { parts.append(.text(text)) }
      text = ""
    }
    while let character = characters.popFirst() {
      if character == "'" {
        isQuoted.toggle()
        isOpen = true
      } else if character == " ", !isQuoted {
        closeText()
        if isOpen { words.append(Word(parts: parts, bytes: start..<characters.startIndex - 1)) }
        parts = []
        isOpen = false
        start = characters.startIndex
      } else if character == "$", !isQuoted {
        closeText()
        while characters.first?.isLetter == true { characters.removeFirst() }
        parts.append(.anything)
        isOpen = true
      } else if character == "*", !isQuoted {
        closeText()
        parts.append(.segment("*"))
        isOpen = true
      } else {
        text.append(character)
        isOpen = true
      }
    }
    closeText()
    if isOpen { words.append(Word(parts: parts, bytes: start..<line.count)) }
    return words
  }
}

extension Word {
  /// The word as cases write it.
  var written: String { Self.written(parts) }

  static func written(_ parts: Parts) -> String {
    parts.map { part in
      switch part {
      case .text(let text): text
      case .segment: "*"
      case .below: "**"
      case .anything: "$"
      case .given: "${}"
      }
    }.joined()
  }
}

extension CommandReading {
  /// What cases say below the command line.
  var written: [String] {
    var lines = meanings.map(\.written)
    if reversibility != .reversible { lines.append(reversibility.rawValue) }
    if let output { lines.append("prints \(Word.written(output))") }
    return lines
  }
}

extension CommandMeaning {
  var written: String {
    switch self {
    case .path(let kind, let word, let isTree):
      "\(kind.rawValue) \(word.written)\(isTree ? "/" : "")"
    case .host(let kind, let word, let scheme, let port):
      "\(kind.rawValue)@ \(word.written)\(scheme.map { " \($0)" } ?? "")\(port.map { ":\($0)" } ?? "")"
    case .named(let kind, let space, let word): "\(kind.rawValue)%\(space.rawValue) \(word.written)"
    case .runs(let words, let hasMore):
      "runs \(words.map(\.written).joined(separator: " "))\(hasMore ? " …" : "")"
    case .listed(let kind, let word): "\(kind.rawValue)/list \(word.written)"
    case .searches(let word): "searches \(word.written)"
    case .runsEach(let words, let placeholder):
      "runs each \(placeholder): \(words.map(\.written).joined(separator: " "))"
    case .runsElsewhere(let words): "elsewhere \(words.map(\.written).joined(separator: " "))"
    case .runsInside(let words, let space, let name):
      "inside %\(space.rawValue) \(name.written): \(words.map(\.written).joined(separator: " "))"
    case .shell(let word, let arguments):
      "shell \(([word] + arguments).map(\.written).joined(separator: " | "))"
    case .code(let language, let word): "code:\(language) \(word.written)"
    case .runsInput(let language): "input \(language)"
    case .changesDirectory(let word): "cd \(word.written)"
    case .sets(let name, let word): "sets \(name) \(word.written)"
    case .within(let word): "within \(word.written)"
    case .unknown(_, let why): "gap \(why)"
    case .effect(let kind, let target): "\(kind.rawValue) (\(target.description))"
    }
  }
}
