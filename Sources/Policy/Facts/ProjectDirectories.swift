import Matching

/// The directories that operators registered as projects, read once when the configuration is.
///
/// `project.root` stands for those of them that contain the agent's working directory; for all of them where it is not
/// known, since then only absolute paths lie in any.
package struct ProjectDirectories: Sendable {
  /// Says which directory cannot be used, and why.
  package struct Invalid: Error, Sendable {
    package let directory: String
    package let message: String
  }

  /// The directories in normal form.
  package let directories: [String]
  private let patterns: [PathPattern]

  /// No project is known: rules that read `project.root` are in error.
  package static let none = ProjectDirectories(directories: [], patterns: [])

  private init(directories: [String], patterns: [PathPattern]) {
    self.directories = directories
    self.patterns = patterns
  }

  /// Takes absolute directories, which are brought to normal form.
  ///
  /// What holds more than one project is none: the root, a home or what holds homes, a directory of the system.
  package init(_ directories: [String]) throws(Invalid) {
    var names: [String] = []
    var patterns: [PathPattern] = []
    for directory in directories {
      guard let name = try? PathName(directory), name.isAbsolute,
        let pattern = PathPattern(directory: directory)
      else { throw Invalid(directory: directory, message: "a project is an absolute directory") }
      if Self.isShared(name.text) {
        throw Invalid(
          directory: directory,
          message: "this holds more than a project: name a directory below a home, or of its own")
      }
      names.append(name.text)
      patterns.append(pattern)
    }
    self.init(directories: names, patterns: patterns)
  }

  /// The projects that a working directory lies in; nil where there are none.
  func value(containing directory: String?) -> DirectoriesValue? {
    guard !directories.isEmpty else { return nil }
    guard let directory else {
      return DirectoriesValue(directories: directories, patterns: patterns)
    }
    guard let name = try? PathName(directory), name.isAbsolute else { return nil }
    let indices = patterns.indices.filter { patterns[$0].matches(name.text) }
    guard !indices.isEmpty else { return nil }
    return DirectoriesValue(
      directories: indices.map { directories[$0] }, patterns: indices.map { patterns[$0] })
  }

  /// Whether a directory belongs to the system, or is or holds somebody's home.
  private static func isShared(_ directory: String) -> Bool {
    let segments = directory.split(separator: "/")
    guard let first = segments.first else { return true }
    switch first {
    case "bin", "boot", "dev", "etc", "lib", "lib32", "lib64", "proc", "run", "sbin", "sys", "usr":
      return true
    case "home", "Users": return segments.count <= 2
    case "media", "mnt", "opt", "root", "srv", "tmp", "var": return segments.count == 1
    default: return false
    }
  }
}

extension PathPattern {
  /// The pattern of a directory and everything below it, whose name is taken as it stands; nil for relative names.
  init?(directory: String) {
    guard let name = try? PathName(directory), name.isAbsolute else { return nil }
    var escaped = ""
    for scalar in name.text.unicodeScalars {
      if "*?[]{},!^-\\".unicodeScalars.contains(scalar) { escaped.append("\\") }
      escaped.unicodeScalars.append(scalar)
    }
    try? self.init(escaped)
  }
}
