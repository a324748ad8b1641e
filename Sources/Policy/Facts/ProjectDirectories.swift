import Matching

/// The directories that `project.root` stands for, read once when the configuration is.
package struct ProjectDirectories: Sendable {
  /// Says which directory cannot be used, and why.
  package struct Invalid: Error, Sendable {
    package let directory: String
    package let message: String
  }

  let value: DirectoriesValue?

  /// No project is known: rules that read `project.root` are in error.
  package static let none = ProjectDirectories(value: nil)

  private init(value: DirectoriesValue?) { self.value = value }

  /// Takes absolute directories, which are brought to normal form.
  package init(_ directories: [String]) throws(Invalid) {
    guard !directories.isEmpty else {
      self = .none
      return
    }
    var patterns: [PathPattern] = []
    for directory in directories {
      guard let pattern = PathPattern(directory: directory) else {
        throw Invalid(directory: directory, message: "a project is an absolute directory")
      }
      patterns.append(pattern)
    }
    value = DirectoriesValue(directories: directories, patterns: patterns)
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
