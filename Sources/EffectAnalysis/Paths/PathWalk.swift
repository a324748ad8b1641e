import ActionModel

/// Walks along a path as the kernel does: name by name, through symbolic links where they can be seen.
struct PathWalk {
  /// How many links the kernel follows before it gives up (path_resolution(7)).
  private static let mostLinks = 40
  /// The most names of all links and the path together, so that links cannot make a walk long.
  private static let mostSteps = 16_384

  private let files: (any FileSystemView)?
  private let workingDirectory: PathComponents?
  /// The names that are known, from the root.
  private var known: [String] = []
  /// What follows them from the first pattern on.
  private(set) var tail: [PathComponent] = []
  private(set) var isLexical: Bool
  private(set) var gap: String?
  private var links = 0
  private var steps = 0
  /// How many names at the front are known to be there, so that no name below a missing one is looked up.
  private var missingFrom: Int?

  init(files: (any FileSystemView)?, workingDirectory: PathComponents?) {
    self.files = files
    self.workingDirectory = workingDirectory
    isLexical = files == nil
  }

  /// The known directories in front.
  var path: String { known.isEmpty ? "/" : "/" + known.joined(separator: "/") }

  /// Goes on along further components.
  mutating func take(_ components: [PathComponent], followsLast: Bool, isTree: Bool = false) {
    // The steps still to take, the next one last.
    var pending = Array(components.reversed())
    while let next = pending.popLast(), gap == nil {
      steps += 1
      guard steps <= Self.mostSteps else {
        gap = "the path is too long to follow"
        return
      }
      switch next {
      case .parent: climb()
      case .name(let name): enter(name, &pending, followsLast, isTree)
      case .pattern, .below:
        isLexical = true
        tail.append(next)
        jump(&pending, isTree)
      case .patternOrParent:
        climb()
        tail.append(.below)
      }
    }
  }

  private mutating func climb() {
    guard let last = tail.last else {
      if known.popLast() != nil, let missing = missingFrom, known.count <= missing {
        missingFrom = nil
      }
      return
    }
    isLexical = true
    guard last == .below else {
      tail.removeLast()
      return
    }
    // What is below may be the directory itself, and `..` leads out of it; everything below that is kept.
    tail.removeLast()
    climb()
    tail.append(.below)
  }

  private mutating func enter(
    _ name: String, _ pending: inout [PathComponent], _ followsLast: Bool, _ isTree: Bool
  ) {
    guard tail.isEmpty else {
      tail.append(.name(name))
      jump(&pending, isTree)
      return
    }
    known.append(name)
    let isLink = pending.isEmpty && !followsLast
    if isLink || jump(&pending, isTree) || missingFrom != nil { return }
    guard let files else { return }
    // Links in /proc lead elsewhere for each process, so that what the view sees there is not what the agent would;
    // `MagicLinks` knows those that lead out of it.
    if known[0] == "proc" {
      isLexical = true
      return
    }
    switch files.entry(at: path) {
    case .missing: missingFrom = known.count - 1
    case .file, .directory: break
    case .unseen: isLexical = true
    case .link(let target):
      links += 1
      guard links <= Self.mostLinks else {
        gap = "the path goes through too many symbolic links"
        return
      }
      known.removeLast()
      let further = PathComponents(target)
      if let why = further.gap {
        gap = why
        return
      }
      if further.isAbsolute { known = [] }
      pending += further.all.reversed()
    }
  }

  /// Follows a link of /proc or /dev, if that is where the walk is.
  @discardableResult private mutating func jump(
    _ pending: inout [PathComponent], _ isTree: Bool
  ) -> Bool {
    guard known.isEmpty || known[0] == "proc" || known[0] == "dev", known.count + tail.count <= 6,
      let destination = MagicLinks.destination(
        of: known.map { .name($0) } + tail, goesOn: isTree || !pending.isEmpty)
    else { return false }
    tail = []
    missingFrom = nil
    switch destination {
    case .root: known = []
    case .stream(let name): known = ["dev", name]
    case .descriptors: known = ["proc", "self", "fd"]
    case .unknown(let why): gap = why
    case .workingDirectory:
      guard let path = workingDirectory?.literalPath else {
        gap = "the working directory is not known"
        return true
      }
      known = []
      links += 1
      guard links <= Self.mostLinks else {
        gap = "the path goes through too many symbolic links"
        return true
      }
      pending += PathComponents(path).all.reversed()
    }
    return true
  }
}
