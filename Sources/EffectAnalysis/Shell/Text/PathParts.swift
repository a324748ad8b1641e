/// The text commands that take paths apart.
enum PathParts {
  /// The last component of a path, without a suffix where one is given.
  static func basename(_ arguments: [String]) -> [UInt8]? {
    guard let path = arguments.first, arguments.count <= 2, !path.hasPrefix("-") else { return nil }
    var bytes = withoutTrailingSlashes(path)
    if bytes != [slash], let last = bytes.lastIndex(of: slash) { bytes.removeSubrange(...last) }
    if arguments.count == 2 {
      let suffix = Array(arguments[1].utf8)
      if bytes.count > suffix.count, bytes.suffix(suffix.count).elementsEqual(suffix) {
        bytes.removeLast(suffix.count)
      }
    }
    return bytes + [Lines.newline]
  }

  /// The path without its last component.
  static func dirname(_ arguments: [String]) -> [UInt8]? {
    guard let path = arguments.first, arguments.count == 1, !path.hasPrefix("-") else { return nil }
    var bytes = withoutTrailingSlashes(path)
    guard let last = bytes.lastIndex(of: slash) else { return Array(".\n".utf8) }
    bytes.removeSubrange((last + 1)...)
    while bytes.count > 1, bytes.last == slash { bytes.removeLast() }
    return bytes + [Lines.newline]
  }

  /// What `basename` or `dirname` makes of one path that is known in part; nil for other commands.
  ///
  /// The last component of a path that is not known may be `..`, or `/` itself.
  static func partOfPath(_ name: String, _ arguments: [PartialText]) -> PartialText? {
    if name == "mktemp" { return madeOf(template: arguments) }
    guard name == "basename" || name == "dirname" else { return nil }
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
    let above = Self.dirname([directory]).map { String(decoding: $0.dropLast(), as: UTF8.self) }
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

  private static let slash = UInt8(ascii: "/")

  private static func withoutTrailingSlashes(_ path: String) -> [UInt8] {
    var bytes = Array(path.utf8)
    while bytes.count > 1, bytes.last == slash { bytes.removeLast() }
    return bytes
  }
}
