/// The directory that a shell may be in: one of a few.
///
/// `cd` can fail, and then the commands after it run where they were; so both are kept until something tells.
struct Directories: Hashable, Sendable {
  /// The most directories that are kept apart.
  private static let limit = 4

  /// Absolute paths as far as they are known; at least one.
  private(set) var all: [PartialText]
  /// Where the shell is if the last `cd` failed; empty where the last command was none, or succeeded for sure.
  private(set) var ifFailed: [PartialText] = []

  init(_ directory: PartialText) { all = [directory] }

  private init(all: [PartialText]) { self.all = all }

  /// Any directory.
  static let unknown = Directories(.anything)

  /// After a `cd` that may have failed.
  func changed(to new: [PartialText], maySucceedOnly: Bool) -> Directories {
    var result = Directories(all: Directories.bounded(new))
    if !maySucceedOnly { result.ifFailed = all }
    return result
  }

  /// After the last command is known to have succeeded.
  var succeeded: Directories { Directories(all: all) }

  /// After the last command is known to have failed.
  var failed: Directories { ifFailed.isEmpty ? self : Directories(all: ifFailed) }

  /// After the last command, however it ended.
  var settled: Directories {
    ifFailed.isEmpty ? self : Directories(all: Directories.bounded(all + ifFailed))
  }

  func joined(with other: Directories) -> Directories {
    self == other
      ? self : Directories(all: Directories.bounded(settled.all + other.settled.all))
  }

  /// Leaves out repeated ones; too many become what they have in common, and anything below it.
  private static func bounded(_ directories: [PartialText]) -> [PartialText] {
    var distinct: [PartialText] = []
    for directory in directories where !distinct.contains(directory) { distinct.append(directory) }
    guard distinct.count > limit else { return distinct }
    guard var common = distinct.first?.constant?.utf8[...] else { return [.anything] }
    for directory in distinct.dropFirst() {
      guard let path = directory.constant else { return [.anything] }
      common = shared(common, path.utf8)
    }
    let parent = common.first == slash ? String(Substring(common)) : "/" + String(Substring(common))
    return [PartialText([.text(parent), .text("/"), .below])]
  }

  private static let slash = UInt8(ascii: "/")

  /// The directories at the beginning of a path that another begins with too.
  private static func shared(
    _ path: Substring.UTF8View, _ other: String.UTF8View
  ) -> Substring.UTF8View {
    var end = path.startIndex
    var (mine, theirs) = (path.startIndex, other.startIndex)
    while true {
      let (endsMine, endsTheirs) = (mine == path.endIndex, theirs == other.endIndex)
      if endsMine || path[mine] == slash, endsTheirs || other[theirs] == slash { end = mine }
      guard !endsMine, !endsTheirs, path[mine] == other[theirs] else { return path[..<end] }
      mine = path.index(after: mine)
      theirs = other.index(after: theirs)
    }
  }
}
