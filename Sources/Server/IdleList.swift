import EventLoop

/// Keeps what is idle in the order in which it became so; every step takes constant time.
struct IdleList<Element> {
  /// Names one entry until it is removed.
  struct Place {
    fileprivate let index: Int
  }

  private struct Node {
    var element: Element?
    var since: LoopTime
    var previous: Int?
    var next: Int?
  }

  private var nodes: [Node] = []
  private var free: [Int] = []
  private var first: Int?
  private var last: Int?

  /// What has been idle longest.
  var longest: Element? { first.flatMap { nodes[$0].element } }

  /// When that became idle; `never` where nothing is.
  var longestSince: LoopTime { first.map { nodes[$0].since } ?? .never }

  /// Puts an element last.
  mutating func append(_ element: Element, at now: LoopTime) -> Place {
    let node = Node(element: element, since: now, previous: last, next: nil)
    let index: Int
    if let unused = free.popLast() {
      index = unused
      nodes[index] = node
    } else {
      index = nodes.count
      nodes.append(node)
    }
    if let last { nodes[last].next = index } else { first = index }
    last = index
    return Place(index: index)
  }

  /// Takes an element out; to be called once for each place.
  mutating func remove(_ place: Place) {
    let node = nodes[place.index]
    nodes[place.index].element = nil
    free.append(place.index)
    if let previous = node.previous { nodes[previous].next = node.next } else { first = node.next }
    if let next = node.next { nodes[next].previous = node.previous } else { last = node.previous }
  }
}
