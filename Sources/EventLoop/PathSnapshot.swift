import Glibc

/// The state of some files and folders at one moment, and the folders in which a change to them would show.
///
/// Links are followed one by one, because a change can be a link's: Kubernetes updates a volume by renaming a new link
/// `..data` over the old one, and no file that a program has opened ever changes.
struct PathSnapshot {
  /// A folder to be watched; another folder put in its place is another one.
  struct Folder: Hashable {
    let path: String
    let device: UInt64
    let inode: UInt64
  }

  /// What is found at each path, by way of all links; a path where nothing is found is absent.
  private(set) var files: [String: FileIdentity] = [:]
  private(set) var folders: Set<Folder> = []

  /// Files and folders looked at in one snapshot at most.
  private static let limit = 10_000
  /// Links followed for one path at most, as Linux does.
  private static let linkLimit = 40

  /// Looks at each path, and at all that lies below one that is a folder, but for names that begin with a dot.
  init(of paths: [String]) {
    for path in paths { visit(path) }
  }

  private mutating func visit(_ path: String) {
    guard files.count < Self.limit, files[path] == nil else { return }
    let resolved = follow(path)
    guard let identity = FileIdentity(of: path) else { return }
    files[path] = identity
    guard identity.isDirectory else { return }
    watch(resolved)
    for name in Self.names(in: path) where !name.hasPrefix(".") { visit("\(path)/\(name)") }
  }

  /// Follows the links of a path, and watches the folder of each and that of the file itself; gives where they lead.
  private mutating func follow(_ path: String) -> String {
    var ahead = Self.components(of: Self.absolute(path))
    var behind: [Substring] = []
    var links = 0
    while let name = ahead.popLast() {
      if name == ".." {
        _ = behind.popLast()
        continue
      }
      let folder = Self.join(behind)
      behind.append(name)
      let place = Self.join(behind)
      guard let identity = FileIdentity(ofLink: place) else {
        // What is missing may appear in the last folder that is there.
        watch(folder)
        return place
      }
      if ahead.isEmpty || identity.isLink { watch(folder) }
      guard identity.isLink, links < Self.linkLimit, let target = Self.target(of: place) else {
        continue
      }
      links += 1
      behind.removeLast()
      if target.hasPrefix("/") { behind = [] }
      ahead.append(contentsOf: Self.components(of: target))
    }
    return Self.join(behind)
  }

  private mutating func watch(_ folder: String) {
    guard let identity = FileIdentity(of: folder) else { return }
    folders.insert(Folder(path: folder, device: identity.device, inode: identity.inode))
  }

  // MARK: Paths

  /// The parts of a path, the first last.
  private static func components(of path: String) -> [Substring] {
    path.split(separator: "/").filter { $0 != "." }.reversed()
  }

  private static func join(_ components: [Substring]) -> String {
    "/" + components.joined(separator: "/")
  }

  private static func absolute(_ path: String) -> String {
    guard !path.hasPrefix("/") else { return path }
    // SAFETY: the system allocates the text, which is copied and then freed.
    guard let folder = unsafe getcwd(nil, 0) else { return path }
    defer { unsafe free(folder) }
    return unsafe "\(String(cString: folder))/\(path)"
  }

  private static func target(of link: String) -> String? {
    var target = [CChar](repeating: 0, count: Int(PATH_MAX))
    // SAFETY: the system writes at most as many bytes as it is told there are.
    let length = unsafe readlink(link, &target, target.count)
    guard length > 0 else { return nil }
    return String(validating: target[..<length], as: UTF8.self)
  }

  private static func names(in folder: String) -> [String] {
    // SAFETY: the entries are read while the folder is open, and their names copied.
    guard let stream = unsafe opendir(folder) else { return [] }
    defer { unsafe _ = closedir(stream) }
    var names: [String] = []
    while let entry = unsafe readdir(stream) {
      let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        unsafe String(validating: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if let name { names.append(name) }
    }
    return names
  }
}
