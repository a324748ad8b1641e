import ActionModel

/// Reads `find`, whose arguments are an expression of their own: starting points, tests and actions.
struct FindReader {
  private let call: CommandCall
  private var reading = CommandReading()
  private var roots: [Word] = []
  private var printsItself = true
  /// How often every path is put out, and how often of those in quotes.
  private var (prints, quotedPrints) = (0, 0)
  /// Whether it is told to put something out, besides what the commands do that it runs.
  private var printsMore = false
  /// Commands that run in the directory of what is found.
  private var inDirectories: [[Word]] = []
  private var index: Int

  /// Primaries that take one argument and do nothing with it but compare.
  private static let tests: Set<String> = [
    "amin", "anewer", "atime", "cmin", "cnewer", "context", "ctime", "D", "fstype", "gid", "group",
    "ilname", "iname", "inum", "ipath", "iregex", "iwholename", "links", "lname", "maxdepth",
    "mindepth", "mmin", "mtime", "name", "newer", "path", "perm", "regex", "regextype", "samefile",
    "size", "type", "uid", "used", "user", "wholename", "xtype", "Bmin", "Bnewer", "Btime", "flags",
  ]

  static func read(_ call: CommandCall) -> CommandReading {
    var reader = FindReader(call: call)
    reader.readRoots()
    reader.readExpression()
    reader.writeInDirectories()
    return reader.reading
  }

  private init(call: CommandCall) {
    self.call = call
    index = call.arguments.startIndex
  }

  private mutating func readRoots() {
    while index < call.arguments.endIndex {
      let word = call.arguments[index]
      let lead = word.knownPrefix.utf8.first
      if word.constant == "-H" || word.constant == "-L" || word.constant == "-P"
        || word.begins(with: "-O")
      {
        index += 1
      } else if word.constant == "-f" || word.constant == "-D" {
        index += 1
        if word.constant == "-f", index < call.arguments.endIndex {
          roots.append(call.arguments[index])
        }
        index += 1
      } else if word.constant == "--" {
        index += 1
      } else if lead == UInt8(ascii: "-") || lead == UInt8(ascii: "(")
        || lead == UInt8(ascii: "!") || lead == UInt8(ascii: ",")
      {
        break
      } else {
        // Names that a pattern matches are taken for what they are.
        if word.mayBeOption, word.parts.first == .anything { mayBeAction(word) }
        roots.append(word)
        index += 1
      }
    }
    if roots.isEmpty { roots.append(Word(".", bytes: call.name.bytes)) }
    // What it finds is named, not read.
    for root in roots { reading.meanings.append(.searches(root)) }
  }

  private mutating func readExpression() {
    while index < call.arguments.endIndex {
      let word = call.arguments[index]
      index += 1
      guard let text = word.constant else {
        if word.parts.first != .given { mayBeAction(word) }
        continue
      }
      guard text.utf8.first == UInt8(ascii: "-") else { continue }
      readPrimary(String(text.dropFirst()), word)
    }
    // Paths some of which stand in quotes cannot be told apart.
    if quotedPrints > 0, prints != 1 { printsItself = false }
    guard printsItself, let paths = foundPaths else {
      if printsMore { reading.output = [.anything] }
      return
    }
    reading.output =
      quotedPrints == 1 ? Word.Parts(Word.merged([.text("\"")] + paths + [.text("\"")])) : paths
  }

  private mutating func readPrimary(_ name: String, _ word: Word) {
    switch name {
    case "delete":
      printsItself = false
      guard reading.reversibility != .irreversible else { return }
      reading.reversibility = .irreversible
      for root in roots { reading.meanings.append(.path(.deletes, root, isTree: true)) }
    case "exec", "ok": readCommand(isInDirectory: false)
    case "execdir", "okdir": readCommand(isInDirectory: true)
    case "fprint", "fprint0", "fls": write()
    case "fprintf":
      write()
      index += 1
    case "printf":
      printsMore = true
      let format = index < call.arguments.endIndex ? call.arguments[index].constant : nil
      switch format {
      case #"%p\n"#, #"%p\0"#: prints += 1
      case #""%p"\n"#: (prints, quotedPrints) = (prints + 1, quotedPrints + 1)
      default: printsItself = false
      }
      index += 1
    case "files0-from":
      if index < call.arguments.endIndex {
        reading.meanings.append(.path(.reads, call.arguments[index], isTree: false))
        reading.meanings.append(.unknown(word.bytes, why: "the starting points are in a file"))
      }
      index += 1
    case "ls": (printsItself, printsMore) = (false, true)
    case "print", "print0": (prints, printsMore) = (prints + 1, true)
    default:
      if Self.tests.contains(name) || name.hasPrefix("newer") {
        index += 1
      } else if !Self.plain.contains(name) {
        reading.meanings.append(.unknown(word.bytes, why: "`find` is not known to have `-\(name)`"))
      }
    }
  }

  /// Primaries that stand alone.
  private static let plain: Set<String> = [
    "a", "and", "d", "daystart", "depth", "empty", "executable", "false", "follow",
    "ignore_readdir_race", "mount", "nogroup", "noignore_readdir_race", "noleaf", "not", "nouser",
    "nowarn", "o", "or", "print", "print0", "prune", "quit", "readable", "true", "warn", "writable",
    "x", "xdev", "E", "X", "s",
  ]

  private mutating func write() {
    printsItself = false
    guard index < call.arguments.endIndex else { return }
    reading.meanings.append(.path(.writes, call.arguments[index], isTree: false))
    index += 1
  }

  /// Reads `command … ;` or `command … {} +`.
  private mutating func readCommand(isInDirectory: Bool) {
    printsItself = false
    let start = index
    while index < call.arguments.endIndex {
      let word = call.arguments[index].constant
      if word == ";" || word == "+" && index > start && call.arguments[index - 1].constant == "{}" {
        break
      }
      index += 1
    }
    let words = call.arguments[start..<index]
    index += 1
    guard let first = words.first else { return }
    if isInDirectory {
      inDirectories.append(Array(words))
      return
    }
    // One reading for each starting point, since what is found lies below it.
    for root in roots.prefix(Self.maximumRoots) {
      let found = Self.below(root)
      reading.meanings.append(
        .runs(words.map { $0.replacing("{}", with: found) }, hasFurtherArguments: false))
    }
    if roots.count > Self.maximumRoots {
      reading.meanings.append(.unknown(first.bytes, why: "there are too many starting points"))
    }
  }

  /// Says what `-execdir` runs: each in some directory below a starting point, with `./NAME`.
  private mutating func writeInDirectories() {
    guard let first = inDirectories.first?.first else { return }
    let parts = roots.count == 1 ? Self.below(roots[0]) : [.anything]
    reading.meanings.append(.within(Word(parts: parts, bytes: first.bytes)))
    for words in inDirectories {
      let found = words.map { $0.replacing("{}", with: [.text("./"), .segment("*")]) }
      reading.meanings.append(.runs(found, hasFurtherArguments: false))
    }
  }

  private static let maximumRoots = 8

  private mutating func mayBeAction(_ word: Word) {
    reading.meanings.append(.unknown(word.bytes, why: "may be any action of `find`"))
  }

  /// What each line of the output is: a path below the one starting point, or below the directory one is in.
  private var foundPaths: Word.Parts? {
    if roots.count == 1 { return Self.below(roots[0]) }
    let areHere = roots.allSatisfy { root in
      guard let text = root.constant else { return false }
      return !text.hasPrefix("/") && !text.split(separator: "/").contains("..")
    }
    return areHere ? [.text("./"), .below] : nil
  }

  /// The paths that are found below a starting point.
  private static func below(_ root: Word) -> Word.Parts {
    guard let text = root.constant else {
      return Word.Parts(Array(root.parts) + [.text("/"), .below])
    }
    return [.text(text.hasSuffix("/") ? text : text + "/"), .below]
  }
}
