/// Turns the places that approvers name into patterns of the policy language.
enum PlaceText {
  /// The pattern of a directory and everything below it.
  static func directory(_ path: String) throws(GrantRefusal) -> String {
    let segments = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
    guard path.hasPrefix("/"), segments.count >= 2,
      segments.allSatisfy({ !$0.isEmpty && $0 != "." && $0 != ".." })
    else {
      throw GrantRefusal(
        "`\(path)` is no directory to grant: name it from the root, at least two deep, without `.` and `..`"
      )
    }
    var pattern = ""
    for character in path {
      if "\\*?[]{},".contains(character) { pattern.append("\\") }
      pattern.append(character)
    }
    return pattern
  }

  /// The pattern of one host, at any port.
  static func host(_ name: String) throws(GrantRefusal) -> String {
    let bytes = name.utf8
    let isName = bytes.allSatisfy { byte in
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E: true
      default: false
      }
    }
    guard !bytes.isEmpty, isName, bytes.first != 0x2E, name.split(separator: ".").count >= 2 else {
      throw GrantRefusal("`\(name)` is no host to grant: write it like `api.example.com`")
    }
    return "host:\(name)"
  }
}
