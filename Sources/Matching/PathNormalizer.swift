/// Brings the bytes of a path to the normal form that `PathName` describes.
enum PathNormalizer {
  /// Tells whether a path is in normal form already, which most are.
  static func isNormal(_ path: Span<UInt8>) -> Bool {
    let isAbsolute = path[0] == slash
    if path.count == 1 { return true }
    var start = isAbsolute ? 1 : 0
    var mayClimb = !isAbsolute
    while start <= path.count {
      let end = endOfComponent(in: path, from: start)
      switch kind(of: path, start, end) {
      case .empty, .current: return false
      case .parent: if !mayClimb { return false }
      case .name: mayClimb = false
      }
      start = end + 1
    }
    return true
  }

  /// The normal form, in time linear in the path.
  static func normalize(_ path: Span<UInt8>) -> [UInt8] {
    let isAbsolute = path[0] == slash
    var result: [UInt8] = isAbsolute ? [slash] : []
    result.reserveCapacity(path.count + 1)
    // How many components at the end of the result a `..` may take back.
    var depth = 0
    var start = 0
    while start <= path.count {
      let end = endOfComponent(in: path, from: start)
      switch kind(of: path, start, end) {
      case .empty, .current: break
      case .parent where depth > 0:
        depth -= 1
        while let last = result.popLast(), last != slash {}
        if isAbsolute && result.isEmpty { result.append(slash) }
      case .parent where isAbsolute: break
      case .parent, .name:
        if kind(of: path, start, end) == .name { depth += 1 }
        if let last = result.last, last != slash { result.append(slash) }
        for index in start..<end { result.append(path[index]) }
      }
      start = end + 1
    }
    return result.isEmpty ? [dot] : result
  }

  private enum Component {
    case empty, current, parent, name
  }

  private static func endOfComponent(in path: Span<UInt8>, from start: Int) -> Int {
    var end = start
    while end < path.count, path[end] != slash { end += 1 }
    return end
  }

  private static func kind(of path: Span<UInt8>, _ start: Int, _ end: Int) -> Component {
    switch end - start {
    case 0: .empty
    case 1 where path[start] == dot: .current
    case 2 where path[start] == dot && path[start + 1] == dot: .parent
    default: .name
    }
  }
}
