import ActionModel
import Foundation
import Testing

@testable import EffectAnalysis

/// One case of the fixtures: a program, its language, and what it would do.
///
/// ```
/// python: open("a", "w")
///   writes a
/// ```
///
/// A program of several lines goes on after `| `; `⟨?⟩` stands for a part that is not known, `⟨*⟩` for
/// one that holds no slash.
struct CodeCase {
  static let hole = "⟨?⟩"
  static let segment = "⟨*⟩"

  let language: String
  let source: String
  let effects: [String]

  var text: Word {
    var parts: [Word.Part] = []
    for (index, piece) in source.components(separatedBy: Self.hole).enumerated() {
      if index > 0 { parts.append(.anything) }
      for (index, piece) in piece.components(separatedBy: Self.segment).enumerated() {
        if index > 0 { parts.append(.segment("*")) }
        if !piece.isEmpty { parts.append(.text(piece)) }
      }
    }
    return Word(parts: parts, bytes: 0..<source.utf8.count)
  }

  static func read(_ file: URL) throws -> [CodeCase] {
    var cases: [(language: String, source: String, effects: [String])] = []
    for line in try String(contentsOf: file, encoding: .utf8).components(separatedBy: "\n") {
      if line.isEmpty || line.hasPrefix("# ") { continue }
      if line.hasPrefix("| ") {
        try #require(!cases.isEmpty)
        cases[cases.count - 1].source += "\n" + line.dropFirst(2)
      } else if line.hasPrefix("  ") {
        try #require(!cases.isEmpty)
        cases[cases.count - 1].effects.append(String(line.dropFirst(2)))
      } else {
        let parts = line.split(separator: ": ", maxSplits: 1)
        try #require(parts.count == 2, "\(file.lastPathComponent): \(line)")
        cases.append((String(parts[0]), String(parts[1]), []))
      }
    }
    return cases.map { CodeCase(language: $0.language, source: $0.source, effects: $0.effects) }
  }

  static func effects(_ reading: CommandReading) -> [String] {
    reading.meanings.compactMap { meaning in
      switch meaning {
      case .path(let kind, let word, let isTree):
        "\(kind.rawValue) \(word.spelled)\(isTree ? "/**" : "")"
      case .host(let kind, let word, _, let port):
        "\(kind.rawValue) @\(word.spelled)\(port.map { ":\($0)" } ?? "")"
      case .named(let kind, let space, let word):
        "\(kind.rawValue) \(space.rawValue) \(word.spelled)"
      case .runs(let words, _): "runs \(words.map(\.spelled).joined(separator: " "))"
      case .shell(let word, _): "shell \(word.spelled)"
      case .code(let language, let word): "\(language) \(word.spelled)"
      case .unknown: "gap"
      case .effect(.executes, .unknown): nil
      case .effect(let kind, _): "\(kind.rawValue) anything"
      default: "another meaning"
      }
    }
  }
}

extension Word {
  var spelled: String {
    parts.map { if case .text(let text) = $0 { text } else { CodeCase.hole } }.joined()
      .replacingOccurrences(of: "\n", with: "↵")
  }
}
