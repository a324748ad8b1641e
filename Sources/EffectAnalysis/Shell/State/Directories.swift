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
    guard let first = distinct.first?.constant else { return [.anything] }
    var common = first.split(separator: "/")
    for directory in distinct.dropFirst() {
      guard let path = directory.constant else { return [.anything] }
      let shared = zip(common, path.split(separator: "/")).prefix { $0 == $1 }.count
      common = Array(common.prefix(shared))
    }
    return [PartialText([.text("/" + common.joined(separator: "/")), .text("/"), .below])]
  }
}
