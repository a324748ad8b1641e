import ActionModel

/// Remembers which words have had an effect as paths: a script names the same again and again, and that tells nothing new.
struct TouchMemory {
  /// The effects that a script has before anything is remembered: most have fewer, and it would not be worth it.
  static let worthwhile = 8
  /// The most that is remembered.
  private static let limit = 256

  /// What a command does to a path, as it is written.
  struct Touch: Equatable {
    let kind: Effect.Kind
    let path: Word.Parts
    let isTree: Bool
    let isByGit: Bool
  }

  private struct Known {
    let touch: Touch
    let readings: Int
  }

  /// Where the paths start from.
  private var directories: Directories?
  private var known: [Known] = []
  /// A short hash of each path: as few as there are, they are compared sooner than a table is asked.
  private var hashes: [UInt32] = []

  /// Forgets what was touched from other directories.
  mutating func move(to directories: Directories) {
    if self.directories == directories { return }
    self.directories = directories
    known.removeAll(keepingCapacity: true)
    hashes.removeAll(keepingCapacity: true)
  }

  /// How many effects it had that read data; nil where it is new.
  func readings(of touch: Touch) -> Int? {
    let hash = touch.path.shortHash
    for index in hashes.indices where hashes[index] == hash && known[index].touch == touch {
      return known[index].readings
    }
    return nil
  }

  mutating func remember(_ touch: Touch, readings: Int) {
    guard known.count < Self.limit else { return }
    known.append(Known(touch: touch, readings: readings))
    hashes.append(touch.path.shortHash)
  }
}
