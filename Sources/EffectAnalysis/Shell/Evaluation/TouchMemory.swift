import ActionModel

/// Remembers which words have had an effect as paths: a script names the same again and again, and that tells nothing new.
struct TouchMemory {
  /// The effects that a script has before anything is remembered: most have fewer, and it would not be worth it.
  static let worthwhile = 8
  /// The most that is remembered.
  private static let limit = 256

  /// What a command does to a path, as it is written.
  struct Touch: Hashable {
    let kind: Effect.KindSet
    let path: Word.Parts
    let isTree: Bool
    let isByGit: Bool
  }

  /// Where the paths start from.
  private var directories: Directories?
  private var known: [Touch: Int] = [:]

  /// Forgets what was touched from other directories.
  mutating func move(to directories: Directories) {
    if self.directories == directories { return }
    self.directories = directories
    known.removeAll(keepingCapacity: true)
  }

  /// How many effects it had that read data; nil where it is new.
  func readings(of touch: Touch) -> Int? { known[touch] }

  mutating func remember(_ touch: Touch, readings: Int) {
    if known.count < Self.limit { known[touch] = readings }
  }
}
