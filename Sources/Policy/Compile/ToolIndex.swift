import ActionModel

/// Finds the entries whose tool patterns match a name, at a cost that does not grow with the other patterns.
///
/// Patterns are filed in two tries, one for bare patterns by canonical name and one for full patterns by the channel's
/// name: an exact pattern where its name ends, any other where its literal prefix does.
struct ToolIndex: Sendable {
  private let bare: NameTrie
  private let full: NameTrie
  /// The entries without patterns, which match every tool.
  private let always: [Int32]

  /// Takes the patterns of each entry, nil for one that matches every tool.
  init(_ entries: [[ToolPattern]?]) {
    var bare = NameTrie.Builder()
    var full = NameTrie.Builder()
    var always: [Int32] = []
    for (entry, patterns) in entries.enumerated() {
      guard let patterns else {
        always.append(Int32(entry))
        continue
      }
      for pattern in patterns {
        if pattern.isBare {
          bare.insert(pattern, for: Int32(entry))
        } else {
          full.insert(pattern, for: Int32(entry))
        }
      }
    }
    self.bare = bare.trie()
    self.full = full.trie()
    self.always = always
  }

  /// The entries that match a tool, in ascending order.
  func candidates(for tool: ToolName) -> [Int32] {
    var found: [Int32] = []
    found.reserveCapacity(always.count + 16)
    found += always
    if let canonical = tool.canonical { bare.collect(canonical, tool, into: &found) }
    full.collect(tool.name, tool, into: &found)
    for position in found.indices.dropFirst() where found[position - 1] >= found[position] {
      found.sort()
      found.removeRepeats()
      break
    }
    return found
  }
}

extension [Int32] {
  /// Keeps the first of each run of equal numbers.
  fileprivate mutating func removeRepeats() {
    var kept = 0
    for position in indices where position == 0 || self[position] != self[kept - 1] {
      self[kept] = self[position]
      kept += 1
    }
    removeLast(count - kept)
  }
}
