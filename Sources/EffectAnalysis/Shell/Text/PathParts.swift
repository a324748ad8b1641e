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

  private static let slash = UInt8(ascii: "/")

  private static func withoutTrailingSlashes(_ path: String) -> [UInt8] {
    var bytes = Array(path.utf8)
    while bytes.count > 1, bytes.last == slash { bytes.removeLast() }
    return bytes
  }
}
