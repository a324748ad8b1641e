/// Matches tool names: `fs.read`, `fs.*`, or in full `mcp:github/*`.
///
/// A bare pattern is held against canonical names alone; one with a `:` against `channel:server/name`. `*` stands for
/// any number of characters within its segment, be that the channel, the server or the name.
package struct ToolPattern: Sendable, Hashable, CustomStringConvertible {
  package let description: String
  /// The parts of a full pattern; nil for a bare one.
  private let place: Place?
  private let name: Segment

  private struct Place: Sendable, Hashable {
    let channel: Segment
    let server: Segment
  }

  /// Reads a pattern; nil unless it has the form `name` or `channel:server/name`, of name characters and `*`.
  package init?(_ text: String) {
    description = text
    guard let colon = text.firstIndex(of: ":") else {
      guard let name = Segment(text[...]), !name.text.isEmpty else { return nil }
      place = nil
      self.name = name
      return
    }
    let rest = text[text.index(after: colon)...]
    guard let slash = rest.firstIndex(of: "/"),
      let channel = Segment(text[..<colon]), !channel.text.isEmpty,
      let server = Segment(rest[..<slash]),
      let name = Segment(rest[rest.index(after: slash)...]), !name.text.isEmpty
    else { return nil }
    place = Place(channel: channel, server: server)
    self.name = name
  }

  /// Says whether the pattern matches a tool; a bare one never matches a tool without a canonical name.
  package func matches(_ tool: ToolName) -> Bool {
    if let place {
      return name.matches(tool.name) && place.server.matches(tool.server)
        && place.channel.matches(tool.channel)
    }
    guard let canonical = tool.canonical else { return false }
    return name.matches(canonical)
  }

  /// Whether everything that another pattern matches is surely matched by this one.
  package func covers(_ other: ToolPattern) -> Bool {
    switch (place, other.place) {
    case (nil, nil): name.covers(other.name)
    case (let place?, let others?):
      place.channel.covers(others.channel) && place.server.covers(others.server)
        && name.covers(other.name)
    default: false
    }
  }

  /// Whether one tool may match this pattern and another one, as far as their beginnings tell; patterns of different form
  /// may always meet.
  package func mayMatch(matchesOf other: ToolPattern) -> Bool {
    guard isBare == other.isBare else { return true }
    if let exact = other.exactName { return name.matches(exact) }
    if let exact = exactName { return other.name.matches(exact) }
    return namePrefix.hasPrefix(other.namePrefix) || other.namePrefix.hasPrefix(namePrefix)
  }

  /// Whether the pattern is held against canonical names.
  package var isBare: Bool { place == nil }

  /// The one name that the pattern's last segment matches; nil where it holds a `*`.
  package var exactName: String? { name.isExact ? name.text : nil }

  /// What every matching name begins with: the last segment up to its first `*`.
  package var namePrefix: Substring { name.text.prefix { $0 != "*" } }
}

/// One segment of a tool pattern.
private struct Segment: Sendable, Hashable {
  let text: String
  let isExact: Bool

  init?(_ text: Substring) {
    let isSpelledRight = text.utf8.allSatisfy { byte in
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F, 0x2E, 0x2D, Segment.star: true
      default: false
      }
    }
    guard isSpelledRight else { return nil }
    self.text = String(text)
    isExact = !text.utf8.contains(Segment.star)
  }

  static let star = UInt8(ascii: "*")

  /// Whether every text that another segment matches is matched: its stars are taken for text that only stars match.
  func covers(_ other: Segment) -> Bool {
    isExact ? text == other.text : matches(other.text)
  }

  /// Walks both texts once, going back to the last `*` on a mismatch: at most (pattern × name) steps, both bounded.
  func matches(_ name: String) -> Bool {
    if isExact { return text == name }
    let pattern = text.utf8
    let name = name.utf8
    var (inPattern, inName) = (pattern.startIndex, name.startIndex)
    var retry: (pattern: String.Index, name: String.Index)?
    while inName < name.endIndex {
      if inPattern < pattern.endIndex, pattern[inPattern] == Segment.star {
        inPattern = pattern.index(after: inPattern)
        retry = (inPattern, inName)
      } else if inPattern < pattern.endIndex, pattern[inPattern] == name[inName] {
        inPattern = pattern.index(after: inPattern)
        inName = name.index(after: inName)
      } else if let last = retry {
        inName = name.index(after: last.name)
        inPattern = last.pattern
        retry = (last.pattern, inName)
      } else {
        return false
      }
    }
    return pattern[inPattern...].allSatisfy { $0 == Segment.star }
  }
}
