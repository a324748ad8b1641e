package import ActionModel
import JSON

/// The circumstances of a call: where the agent works, and what is known of its files.
package struct Scene: Sendable {
  /// The agent's working directory, absolute; nil where it did not say.
  package var directory: String?
  /// The home of the user that the agent runs as, absolute; nil where it is not known.
  package var home: String?
  /// The projects that the agent may work in: absolute paths.
  package var projects: [String]
  /// The agent's files; nil where they cannot be seen.
  package var files: (any FileSystemView)?

  package init(
    directory: String? = nil, home: String? = nil, projects: [String] = [],
    files: (any FileSystemView)? = nil
  ) {
    self.directory = directory
    self.home = home
    self.projects = projects
    self.files = files
  }
}

extension Scene {
  /// The circumstances that a call's `context` tells of: `cwd` and `home`.
  package init(of action: Action, projects: [String], files: (any FileSystemView)?) {
    self.init(
      directory: action.context?["cwd"]?.string, home: action.context?["home"]?.string,
      projects: projects, files: files)
  }
}
