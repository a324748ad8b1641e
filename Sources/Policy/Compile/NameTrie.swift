import ActionModel

/// A trie over names in flat arrays: one step a byte of the name, no allocation but for what is found.
struct NameTrie: Sendable {
  /// An entry filed at a node, with the pattern that still has to be held against the tool, if any.
  private struct Filed: Sendable {
    let entry: Int32
    let pattern: ToolPattern?
  }

  private struct Node: Sendable {
    /// The node's edges, in ascending order of their bytes.
    let edges: Range<Int32>
    /// What is found by names that end here.
    let ending: Range<Int32>
    /// What is found by all names that come through here.
    let passing: Range<Int32>
  }

  private let nodes: [Node]
  private let edges: [(byte: UInt8, node: Int32)]
  private let filed: [Filed]

  /// Adds the entries whose patterns match.
  func collect(_ name: String, _ tool: ToolName, into found: inout [Int32]) {
    var node = nodes[0]
    take(node.passing, tool, into: &found)
    for byte in name.utf8 {
      guard let next = child(of: node, byte) else { return }
      node = nodes[Int(next)]
      take(node.passing, tool, into: &found)
    }
    take(node.ending, tool, into: &found)
  }

  private func take(_ range: Range<Int32>, _ tool: ToolName, into found: inout [Int32]) {
    for position in range {
      let filed = filed[Int(position)]
      if let pattern = filed.pattern, !pattern.matches(tool) { continue }
      found.append(filed.entry)
    }
  }

  private func child(of node: Node, _ byte: UInt8) -> Int32? {
    var (low, high) = (Int(node.edges.lowerBound), Int(node.edges.upperBound))
    while low < high {
      let middle = (low + high) / 2
      if edges[middle].byte < byte { low = middle + 1 } else { high = middle }
    }
    return low < node.edges.upperBound && edges[low].byte == byte ? edges[low].node : nil
  }

  /// Builds a trie.
  struct Builder {
    private struct Draft {
      var children: [UInt8: Int] = [:]
      var ending: [Filed] = []
      var passing: [Filed] = []
    }

    private var drafts = [Draft()]

    mutating func insert(_ pattern: ToolPattern, for entry: Int32) {
      if let name = pattern.exactName {
        let node = node(at: name[...])
        drafts[node].ending.append(Filed(entry: entry, pattern: pattern.isBare ? nil : pattern))
      } else {
        let prefix = pattern.namePrefix
        let isPrefixOnly = pattern.isBare && pattern.description == prefix + "*"
        drafts[node(at: prefix)].passing.append(
          Filed(entry: entry, pattern: isPrefixOnly ? nil : pattern))
      }
    }

    private mutating func node(at name: Substring) -> Int {
      var node = 0
      for byte in name.utf8 {
        if let next = drafts[node].children[byte] {
          node = next
        } else {
          drafts[node].children[byte] = drafts.count
          node = drafts.count
          drafts.append(Draft())
        }
      }
      return node
    }

    func trie() -> NameTrie {
      var nodes: [Node] = []
      var edges: [(byte: UInt8, node: Int32)] = []
      var filed: [Filed] = []
      for draft in drafts {
        let firstEdge = Int32(edges.count)
        for (byte, child) in draft.children.sorted(by: { $0.key < $1.key }) {
          edges.append((byte, Int32(child)))
        }
        let firstEnding = Int32(filed.count)
        filed += draft.ending
        let firstPassing = Int32(filed.count)
        filed += draft.passing
        nodes.append(
          Node(
            edges: firstEdge..<Int32(edges.count), ending: firstEnding..<firstPassing,
            passing: firstPassing..<Int32(filed.count)))
      }
      return NameTrie(nodes: nodes, edges: edges, filed: filed)
    }
  }
}
