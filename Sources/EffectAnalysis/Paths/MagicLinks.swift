import Matching

/// The links in /proc and /dev that lead to wherever a process is (proc(5)), which no spelling shows.
enum MagicLinks {
  /// Where such a link leads.
  enum Destination {
    case root, workingDirectory
    /// A standard stream, by its name in /dev.
    case stream(String)
    /// The directory of open files.
    case descriptors
    case unknown(String)
  }

  /// A quick look: whether text may hold such a link, since one of its names is `proc` or `dev`.
  static func mayBeIn(_ path: String) -> Bool {
    let bytes = path.utf8Span.span
    var start = 0
    for index in 0...bytes.count where index == bytes.count || bytes[index] == UInt8(ascii: "/") {
      switch index - start {
      case 3 where bytes[start] == UInt8(ascii: "d") && bytes[start + 1] == UInt8(ascii: "e"):
        return true
      case 4 where bytes[start] == UInt8(ascii: "p") && bytes[start + 1] == UInt8(ascii: "r"):
        return true
      default: start = index + 1
      }
    }
    return false
  }

  /// Where the path leads that a walk has reached; nil if it is no such link.
  ///
  /// - Parameters:
  ///   - path: The components from the root, the last of them the one just taken.
  ///   - goesOn: Whether what is behind the link is meant too, and not the link alone.
  static func destination(of path: [PathComponent], goesOn: Bool) -> Destination? {
    guard (2...6).contains(path.count) else { return nil }
    let first = path[0]
    if path.count == 2, fits(first, "dev") > .no {
      return deviceDestination(first, path[1], goesOn)
    }
    guard path.count >= 3, fits(first, "proc") > .no, isProcess(path[1]) else { return nil }
    var rest = path.dropFirst(2)
    if rest.count >= 3, fits(rest[2], "task") > .no { rest = rest.dropFirst(2) }
    guard let name = rest.first, let last = rest.last else { return nil }
    if rest.count == 2, fits(name, "fd") > .no { return descriptor(last) }
    if rest.count == 2, fits(name, "map_files") > .no {
      return .unknown("what a process has mapped cannot be told from the address")
    }
    guard rest.count == 1 else { return nil }
    let isOwn = path[1] == .name("self") || path[1] == .name("thread-self")
    let candidates: [(String, Destination)] = [
      ("root", .root),
      (
        "cwd",
        isOwn ? .workingDirectory : .unknown("the directory of another process is not known")
      ),
      ("exe", .unknown("the program of a process is not known")),
    ]
    for (link, destination) in candidates {
      switch min(fits(first, "proc"), fits(name, link)) {
      case .no: continue
      case .perhaps: return goesOn ? .unknown("a pattern may lead through a link in /proc") : nil
      case .surely: return destination
      }
    }
    return nil
  }

  private static func deviceDestination(
    _ first: PathComponent, _ name: PathComponent, _ goesOn: Bool
  ) -> Destination? {
    let links: [(String, Destination)] = [
      ("fd", .descriptors), ("stdin", .stream("stdin")), ("stdout", .stream("stdout")),
      ("stderr", .stream("stderr")),
    ]
    for (link, destination) in links {
      switch min(fits(first, "dev"), fits(name, link)) {
      case .no: continue
      case .perhaps: return goesOn ? .unknown("a pattern may lead through a link in /dev") : nil
      case .surely: return destination
      }
    }
    return nil
  }

  private enum Fit: Int, Comparable {
    case no, perhaps, surely

    static func < (left: Fit, right: Fit) -> Bool { left.rawValue < right.rawValue }
  }

  private static func fits(_ component: PathComponent, _ name: String) -> Fit {
    switch component {
    case .name(let known): known == name ? .surely : .no
    case .pattern(let pattern): (try? Glob(pattern).matches(name)) ?? true ? .perhaps : .no
    case .parent, .patternOrParent, .below: .no
    }
  }

  /// Whether a component is a process of /proc; any that a pattern names will do.
  private static func isProcess(_ component: PathComponent) -> Bool {
    switch component {
    case .name(let name):
      name == "self" || name == "thread-self" || name.utf8.allSatisfy { 0x30...0x39 ~= $0 }
    case .pattern, .below: true
    case .parent, .patternOrParent: false
    }
  }

  private static func descriptor(_ component: PathComponent) -> Destination {
    switch component {
    case .name("0"): .stream("stdin")
    case .name("1"): .stream("stdout")
    case .name("2"): .stream("stderr")
    default: .unknown("what an open file is cannot be told from its number")
    }
  }
}
