package import Documents
import Policy

/// Finds the policy sources that a configuration names.
package enum PolicyFiles {
  /// Reads each path: a file as it is, and of a directory every `.yaml` and `.yml` that is not hidden, by name.
  package static func read(_ paths: [String]) throws(FileError) -> [DocumentSource] {
    var sources: [DocumentSource] = []
    for path in try files(paths) {
      sources.append(DocumentSource(name: path, bytes: try Files.readRegular(path)))
    }
    return sources
  }

  /// The paths of the files themselves.
  package static func files(_ paths: [String]) throws(FileError) -> [String] {
    var files: [String] = []
    for path in paths {
      guard Files.status(path)?.isDirectory == true else {
        files.append(path)
        continue
      }
      let directory = path.hasSuffix("/") ? path : path + "/"
      files += try Files.names(in: path).filter(isPolicyName).map { directory + $0 }
    }
    return files
  }

  private static func isPolicyName(_ name: String) -> Bool {
    !name.hasPrefix(".") && (name.hasSuffix(".yaml") || name.hasSuffix(".yml"))
  }
}
