import ActionModel

/// One step of a path.
enum PathComponent: Hashable {
  /// The directory above: `..`.
  case parent
  /// A name that is known.
  case name(String)
  /// A name that a pattern matches, in the syntax of `Glob`.
  case pattern(String)
  /// A pattern that may also match `..`, as `.*` does in some shells.
  case patternOrParent
  /// Any number of names.
  case below
}

/// A path taken apart.
struct PathComponents {
  var isAbsolute = false
  var all: [PathComponent] = []
  /// Why the path cannot be told at all; nil for one that can.
  var gap: String?

  /// Takes known text apart: `.` and empty components fall away.
  init(_ text: some StringProtocol) {
    self.init(Word.Parts(String(text)))
  }

  /// Takes the parts of a word apart.
  init(_ parts: Word.Parts) {
    if case .text(let first)? = parts.first { isAbsolute = first.utf8.first == UInt8(ascii: "/") }
    // Few paths have more.
    all.reserveCapacity(8)
    var name = NameBuilder()
    var isBehindName = false
    for part in parts {
      switch part {
      case .text(let text):
        // What follows a name somewhere below belongs to that name: `src/**` and `.bak` are `src/**/*.bak`.
        if isBehindName, text.utf8.first != UInt8(ascii: "/") { name.append(pattern: "*") }
        take(text, &name)
      case .segment(let pattern): name.append(pattern: pattern)
      case .below:
        finish(&name)
        all.append(.below)
        isBehindName = true
        continue
      case .anything, .given:
        gap = "a part of the path is not known"
        return
      }
      isBehindName = false
    }
    finish(&name)
  }

  private mutating func take(_ text: String, _ name: inout NameBuilder) {
    // By bytes: a slash with a combining mark behind it is one `Character`, and still a slash to the kernel.
    let bytes = text.utf8.span
    func piece(_ range: Range<Int>) -> Substring {
      let start = text.utf8.index(text.startIndex, offsetBy: range.lowerBound)
      return text[start..<text.utf8.index(start, offsetBy: range.count)]
    }
    var start = 0
    for index in bytes.indices {
      if bytes[index] == UInt8(ascii: "/") {
        if index > start { name.append(text: piece(start..<index)) }
        finish(&name)
        start = index + 1
      } else if bytes[index] == 0 {
        gap = "the path holds a NUL byte"
      }
    }
    if bytes.count > start { name.append(text: piece(start..<bytes.count)) }
  }

  private mutating func finish(_ name: inout NameBuilder) {
    if let component = name.component { all.append(component) }
    name = NameBuilder()
  }
}

/// Puts a name together from known text and patterns.
private struct NameBuilder {
  private var text = ""
  /// The same as a pattern; empty as long as everything is known.
  private var pattern = ""

  mutating func append(text new: Substring) {
    if !pattern.isEmpty { pattern += Self.escaped(new) }
    if text.isEmpty { text = String(new) } else { text += new }
  }

  mutating func append(pattern new: String) {
    var bytes = Array((pattern.isEmpty ? Self.escaped(text[...]) : pattern).utf8)
    let star = UInt8(ascii: "*")
    let backslash = UInt8(ascii: "\\")
    var last = bytes.last
    if bytes.suffix(2) == [backslash, star] { last = nil }
    for byte in new.utf8 {
      // Nothing in a segment crosses a slash, `**` least of all.
      if byte == star, last == star { continue }
      // Braces mean nothing in a shell's pattern.
      if last != backslash,
        byte == UInt8(ascii: "{") || byte == UInt8(ascii: "}") || byte == UInt8(ascii: ",")
      {
        bytes.append(backslash)
      }
      bytes.append(byte)
      last = last == backslash ? nil : byte
    }
    pattern = String(decoding: bytes, as: UTF8.self)
  }

  /// The component; nil for an empty name and `.`.
  var component: PathComponent? {
    if pattern.isEmpty {
      switch text {
      case "", ".": return nil
      case "..": return .parent
      default: return .name(text)
      }
    }
    return mayBeParent ? .patternOrParent : .pattern(pattern)
  }

  /// Whether a dot is written and the rest may be one more; a pattern alone stands for names that are there.
  private var mayBeParent: Bool {
    let scalars = pattern.unicodeScalars
    guard scalars.first == "." else { return false }
    return ["*", "?", ".*", "[.]", ".?"].contains { (rest: String) in
      scalars.dropFirst().elementsEqual(rest.unicodeScalars)
    }
  }

  /// Text as a pattern that matches it alone.
  static func escaped(_ text: Substring) -> String {
    var result: [UInt8] = []
    result.reserveCapacity(text.utf8.count + 8)
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "*"), UInt8(ascii: "?"), UInt8(ascii: "["), UInt8(ascii: "]"),
        UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: ","), UInt8(ascii: "!"),
        UInt8(ascii: "^"), UInt8(ascii: "-"), UInt8(ascii: "\\"):
        result.append(UInt8(ascii: "\\"))
      default: break
      }
      result.append(byte)
    }
    return String(decoding: result, as: UTF8.self)
  }
}

extension PathComponent {
  /// The component as a pattern.
  var glob: String {
    switch self {
    case .name(let name): NameBuilder.escaped(name[...])
    case .pattern(let pattern): pattern
    case .below, .patternOrParent, .parent: "**"
    }
  }
}
