internal import JSON

/// A JSON value as one text to inspect: each member a line, `key: "value"`, with all escapes resolved.
///
/// Names stay beside their values, as detectors need them, and what is found leads back to the place in the value.
struct JSONProjection {
  /// A string, a number or a key, and where it stands in the text.
  private struct Leaf {
    let range: Range<Int>
    let node: Int
    let isKey: Bool
  }

  /// A step on the way to a value.
  private struct Node {
    let parent: Int
    let step: Step
  }

  private enum Step {
    case root
    case member(String)
    case element(Int)
  }

  private(set) var text: [UInt8] = []
  private var leaves: [Leaf] = []
  private var nodes = [Node(parent: 0, step: .root)]

  init(_ value: JSONValue) {
    text.reserveCapacity(value.byteRange.count)
    // As deep as JSON of ours may be nested; see JSONLimits.
    append(value, node: 0, depth: 0)
  }

  private mutating func append(_ value: JSONValue, node: Int, depth: Int) {
    guard depth <= JSONLimits.deepest else { return }
    switch value.kind {
    case .string:
      text.append(UInt8(ascii: "\""))
      append((value.string ?? "").utf8, node)
      text.append(UInt8(ascii: "\""))
    case .number: append((value.numberText ?? "").utf8, node)
    case .null, .bool: break
    case .array:
      for (position, element) in value.elements.enumerated() {
        append(element, node: add(.element(position), to: node), depth: depth + 1)
      }
    case .object:
      for (key, member) in value.members {
        let child = add(.member(key), to: node)
        append(key.utf8, child, isKey: true)
        text += ": ".utf8
        append(member, node: child, depth: depth + 1)
      }
    }
    text.append(0x0A)
  }

  private mutating func append(
    _ letters: some Sequence<UInt8>, _ node: Int, isKey: Bool = false
  ) {
    let start = text.count
    text.append(contentsOf: letters)
    leaves.append(Leaf(range: start..<text.count, node: node, isKey: isKey))
  }

  private mutating func add(_ step: Step, to parent: Int) -> Int {
    nodes.append(Node(parent: parent, step: step))
    return nodes.count - 1
  }

  /// What a finding in the text means for the value: one for each string that it touches.
  ///
  /// A finding that touches keys and values concerns the values; one about no string in particular the whole value.
  func locate(_ finding: Finding) -> [LocatedFinding] {
    var touched: [Leaf] = []
    var index = firstLeaf(endingBehind: finding.bytes.lowerBound)
    while index < leaves.count, leaves[index].range.lowerBound < finding.bytes.upperBound {
      if leaves[index].range.overlaps(finding.bytes) { touched.append(leaves[index]) }
      index += 1
    }
    if touched.contains(where: { !$0.isKey }) { touched.removeAll(where: \.isKey) }
    guard !touched.isEmpty, finding.kind != .inspection else {
      return [LocatedFinding(finding.moved(to: 0..<0), pointer: "", isKey: false)]
    }
    return touched.map { leaf in
      let part = finding.bytes.clamped(to: leaf.range)
      let start = part.lowerBound - leaf.range.lowerBound
      return LocatedFinding(
        finding.moved(to: start..<(start + part.count)), pointer: pointer(to: leaf.node),
        isKey: leaf.isKey)
    }
  }

  private func firstLeaf(endingBehind offset: Int) -> Int {
    var (low, high) = (0, leaves.count)
    while low < high {
      let middle = (low + high) / 2
      if leaves[middle].range.upperBound <= offset { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private func pointer(to node: Int) -> String {
    var steps: [String] = []
    var node = nodes[node]
    while true {
      switch node.step {
      case .root: return steps.reversed().joined()
      case .member(let key): steps.append("/" + JSONPointer.escaped(key))
      case .element(let position): steps.append("/\(position)")
      }
      node = nodes[node.parent]
    }
  }
}

extension Finding {
  /// The same finding, somewhere else.
  func moved(to bytes: Range<Int>) -> Finding {
    Finding(detector: detector, kind: kind, severity: severity, bytes: bytes)
  }
}
