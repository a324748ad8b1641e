/// What a line of a command's output is, where the arguments tell as much without a file being read.
enum PrintedLine {
  /// The parts of a line; nil where the tables of commands know as much.
  static func of(_ name: String, _ arguments: ArraySlice<Word>) -> PartialText? {
    commands[name]?(name, arguments.map { PartialText($0) })
  }

  private typealias Command = @Sendable (_ name: String, _ arguments: [PartialText]) -> PartialText?

  private static let commands: NameTable<Command> = {
    var commands: [String: Command] = [:]
    for name in ["basename", "dirname"] { commands[name] = { partOfPath($0, $1) } }
    commands["mktemp"] = { madeOf(template: $1) }
    commands["date"] = { date($1) }
    for name in ["ls", "dir", "gls", "exa", "eza", "lsd"] { commands[name] = { listing($1) } }
    for name in ["vdir", "ll"] { commands[name] = { _, _ in .anything } }
    for name in ["grep", "egrep", "fgrep", "ggrep"] { commands[name] = { matchingFile($1) } }
    return NameTable(commands)
  }()

  /// What `basename` or `dirname` makes of one path that is known in part.
  ///
  /// The last component of a path that is not known may be `..`, or `/` itself.
  private static func partOfPath(_ name: String, _ arguments: [PartialText]) -> PartialText {
    if arguments.isEmpty { return PartialText() }
    guard let path = arguments.first, arguments.count == 1 || name == "basename",
      arguments.count < 3
    else { return .anything }
    if path == .given { return .given }
    guard case .text(let start)? = path.parts.first, path.parts.count > 1, !start.hasPrefix("-"),
      path.parts.dropFirst().allSatisfy(staysBelow)
    else { return name == "basename" && path.parts.allSatisfy(isSegment) ? path : .anything }
    let isBelow = path.parts.contains(.below)
    if name == "basename" { return .segment }
    guard let slash = start.utf8.lastIndex(of: slash) else {
      return isBelow ? .anything : PartialText(".")
    }
    let directory = String(start[...slash])
    // What is found below a directory may be that directory.
    let above = PathParts.dirname([directory]).map {
      String(decoding: $0.dropLast(), as: UTF8.self)
    }
    guard isBelow else { return PartialText(directory) }
    guard let above, !directory.hasSuffix("../"), above != "-" else { return .anything }
    return PartialText([.text(above == "/" ? above : above + "/"), .below])
  }

  /// The path that `mktemp` makes of a template; nil where there is none, and the system's directory is meant.
  private static func madeOf(template arguments: [PartialText]) -> PartialText? {
    let options: Set<String> = [
      "-d", "-q", "-u", "-dq", "-qd", "-du", "-ud", "--directory", "--quiet",
    ]
    let rest = arguments.filter { $0.constant.map { !options.contains($0) } ?? true }
    guard let template = rest.first else { return nil }
    if template.constant == "-t" {
      let isName = rest.dropFirst().allSatisfy { $0.constant?.utf8.contains(slash) == false }
      return isName && rest.count < 3 ? nil : .anything
    }
    guard rest.count == 1, let path = template.constant, !path.hasPrefix("-") else {
      return .anything
    }
    guard let slash = path.utf8.lastIndex(of: slash) else { return .segment }
    return PartialText([.text(String(path[...slash])), .segment("*")])
  }

  private static func staysBelow(_ part: Word.Part) -> Bool {
    switch part {
    case .text(let text): !text.utf8.contains(slash)
    case .segment, .below: true
    case .anything, .given: false
    }
  }

  private static func isSegment(_ part: Word.Part) -> Bool {
    if case .segment = part { true } else { false }
  }

  /// What `date` puts out in a format of its caller; nil without one.
  private static func date(_ arguments: [PartialText]) -> PartialText? {
    guard let format = arguments.last(where: { $0.begins(with: "+") }) else {
      // What is not known may be a format, but for the values of options.
      let isKnown = zip(arguments, [PartialText()] + arguments).allSatisfy { argument, before in
        argument.constant != nil || before.begins(with: "-")
      }
      return isKnown ? nil : .anything
    }
    guard let text = format.constant else { return .anything }
    var line = PartialText()
    var rest = text.utf8.dropFirst()
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        line.append(String(decoding: [byte], as: UTF8.self))
        continue
      }
      while let flag = rest.first, "-_0^#+:123456789".utf8.contains(flag) { rest.removeFirst() }
      guard let letter = rest.popFirst(),
        "aAbBCdeFgGhHIjklmMNpPqrRsSTuUVwWyYzZ".utf8.contains(letter)
      else { return .anything }
      line.append(part: .segment("*"))
    }
    return line
  }

  /// The one file that `grep -l` is given, which it names where it matches; nil where it puts out something else.
  private static func matchingFile(_ arguments: [PartialText]) -> PartialText? {
    var (names, operands) = (false, [PartialText]())
    for argument in arguments {
      guard argument.begins(with: "-") else {
        operands.append(argument)
        continue
      }
      guard let option = argument.constant,
        option.utf8.dropFirst().allSatisfy({ "lLiEFGPwxsnHqv".utf8.contains($0) })
      else { return nil }
      if option.utf8.contains(where: { $0 | 0x20 == UInt8(ascii: "l") }) { names = true }
    }
    return names && operands.count == 2 ? operands[1] : nil
  }

  /// What `ls` puts out: names, or paths below where paths below are named; nil for names here.
  private static func listing(_ arguments: [PartialText]) -> PartialText? {
    var isBelow = false
    for argument in arguments {
      if argument.begins(with: "-") {
        // `-a` puts out `..`, `-l` where links lead.
        guard let option = argument.constant,
          option.utf8.dropFirst().allSatisfy({ "1tSrUXvcuCxkAdp".utf8.contains($0) })
        else { return .anything }
        // `-p` puts a slash behind directories.
        if option.utf8.contains(UInt8(ascii: "p")) { isBelow = true }
        continue
      }
      for part in argument.parts {
        switch part {
        case .text(let text):
          if text.utf8.contains(slash) { isBelow = true }
          if text.hasPrefix("/") || text.split(separator: "/").contains("..") { return .anything }
        case .segment(let pattern):
          if pattern.hasPrefix(".") { return .anything }
        case .below: isBelow = true
        case .anything, .given: return .anything
        }
      }
      if case .text(let text)? = argument.parts.first, text.hasPrefix("."), !text.hasPrefix("./"),
        argument.constant != "."
      {
        return .anything
      }
    }
    return isBelow ? PartialText([.text("./"), .below]) : nil
  }

  private static let slash = UInt8(ascii: "/")
}
