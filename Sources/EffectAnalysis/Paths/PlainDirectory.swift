import Matching

/// A directory from which paths are resolved by their spelling alone, looked at once for all of them.
struct PlainDirectory {
  /// The directory with a slash behind it.
  private let prefix: String

  /// Takes an absolute path; nil for others, and where links of the system may lead elsewhere.
  init?(_ directory: String) {
    guard let name = try? PathName(directory), name.isAbsolute, !MagicLinks.mayBeIn(directory)
    else { return nil }
    prefix = name.text == "/" ? "/" : name.text + "/"
  }

  /// What a relative path names from here, in normal form.
  func path(of relative: PathName) -> String {
    let path = prefix + relative.text
    // Only what begins with dots may be the directory itself, or climb out of it.
    guard relative.text == "." || relative.text.utf8.starts(with: "..".utf8),
      let name = try? PathName(path)
    else { return path }
    return name.text
  }
}
