/// The names of the commands that lie where systems keep their programs.
enum CommandName {
  /// Where systems keep their programs.
  static let usualDirectories: Set<String> = [
    "/bin", "/usr/bin", "/usr/local/bin", "/sbin", "/usr/sbin", "/usr/local/sbin",
    "/opt/homebrew/bin", "/snap/bin",
  ]

  /// The name of a program in one of those; nil for others.
  static func usual(_ path: String) -> String? {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return nil }
    guard usualDirectories.contains(String(path[..<slash])) else { return nil }
    return String(path[path.index(after: slash)...])
  }
}
