package import JSON
internal import UnicodeText

extension ContentInspector {
  /// Returns a text without characters that nobody sees, and with the tags of models' protocols made harmless.
  ///
  /// Joiners between letters of scripts that need them, and the selectors of emoji, stay. A tag keeps its letters and
  /// loses its form: `<|im_start|>` becomes `< |im_start|>`, and `System:` at the beginning of a line `- System:`.
  package func sanitized(_ text: String) -> String {
    let visible = Self.withoutHidden(Array(text.utf8))
    let tags = inspect(visible).findings.filter {
      $0.detector == "role_tag" || $0.detector == "tool_call_lookalike"
    }
    var output: [UInt8] = []
    output.reserveCapacity(visible.count + tags.count * 2)
    var copied = 0
    for tag in tags where tag.bytes.lowerBound >= copied {
      let first = tag.bytes.lowerBound
      output += visible[copied..<first]
      copied = first
      if ASCII.isLetter(visible[first]) {
        output += "- ".utf8
      } else {
        output += [visible[first], 0x20]
        copied += 1
      }
    }
    return String(decoding: output + visible[copied...], as: UTF8.self)
  }

  /// Returns a JSON value, as JSON, in which every string and every key is sanitized.
  package func sanitized(_ value: JSONValue) -> [UInt8] {
    JSONRewriter.rewrite(value, Sanitizing(inspector: self))
  }

  private static func withoutHidden(_ text: [UInt8]) -> [UInt8] {
    let hidden = HiddenCharacter.all(in: text, limit: text.count)
    guard !hidden.isEmpty else { return text }
    var output: [UInt8] = []
    var copied = 0
    for (number, character) in hidden.enumerated() {
      let isFirst = number == 0 || hidden[number - 1].bytes.upperBound != character.bytes.lowerBound
      let start = character.bytes.lowerBound
      let follows = isFirst && start > 0 && text[start - 1] >= 0x80
      let isNeeded: Bool
      switch character.kind {
      case .variationSelector: isNeeded = follows
      case .zeroWidth:
        let end = character.bytes.upperBound
        isNeeded = follows && end < text.count && text[end] >= 0x80
      case .bidirectional, .tag: isNeeded = false
      }
      guard !isNeeded else { continue }
      output += text[copied..<start]
      copied = character.bytes.upperBound
    }
    return output + text[copied...]
  }
}

/// Sanitizes all texts of a JSON value.
private struct Sanitizing: TextChanges {
  let inspector: ContentInspector

  func string(_ text: String, at pointer: String) -> String? { inspector.sanitized(text) }
  func key(_ name: String, at pointer: String) -> String? { inspector.sanitized(name) }
  func number(at pointer: String) -> String? { nil }
}
