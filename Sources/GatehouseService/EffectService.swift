import ActionModel
import DecisionPoint
import EffectAnalysis
import Locking
import Policy
import Telemetry
import Workers

/// Finds out what actions would do, with the files of this machine where those are the agents' own.
///
/// Only what needs to look at a file leaves the event loop, and none waits longer than the pool's time.
struct EffectService: EffectSource {
  private let analyzer: EffectAnalyzer
  /// The threads that look at files; nil where the agents' files are elsewhere.
  private let pool: WorkerPool?

  /// How many actions may wait for files at once.
  private static let capacity = 256
  /// How long an action waits for files, in nanoseconds.
  private static let time: Int64 = 250_000_000

  init(_ configuration: Configuration) throws {
    analyzer = try EffectAnalyzer(
      tools: try ToolFiles.read(configuration.tools),
      commands: try CommandFiles.read(configuration.commands))
    guard configuration.files == .local else {
      pool = nil
      return
    }
    guard
      let pool = WorkerPool(
        name: "analysis", threads: 2, capacity: Self.capacity, time: Self.time,
        clock: SystemClock.monotonicNanoseconds)
    else { throw ServiceError("the system starts no more threads") }
    self.pool = pool
  }

  func complaint(about action: Action) -> String? { analyzer.complaint(about: action) }

  func effects(of action: Action, projects: ProjectDirectories) async -> Effects {
    var scene = Scene(of: action, projects: projects.directories, files: nil)
    guard let pool else { return analyzer.analyze(action, in: scene) }
    let question = FileQuestion()
    scene.files = question
    let unseen = analyzer.analyze(action, in: scene)
    guard question.wasAsked else { return unseen }
    scene.files = LocalFiles()
    return await pool.run { [analyzer, scene] in analyzer.analyze(action, in: scene) } ?? .unknown
  }
}

/// Notes whether an analysis asks for files at all.
private final class FileQuestion: FileSystemView {
  private let asked = Locked(false)

  var wasAsked: Bool { asked.withLock { $0 } }

  func entry(at path: String) -> FileSystemEntry {
    asked.withLock { $0 = true }
    return .unseen
  }
}
