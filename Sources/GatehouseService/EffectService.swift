import ActionModel
import DecisionPoint
import EffectAnalysis
import Locking
import Policy

/// Finds out what actions would do, with the files of this machine where those are the agents' own.
///
/// Only what is long or needs to look at a file leaves the event loop.
struct EffectService: EffectSource {
  private let analyzer: EffectAnalyzer
  private let seesFiles: Bool
  private let threads: AnalysisThreads

  init(_ configuration: Configuration, threads: AnalysisThreads) throws {
    analyzer = try EffectAnalyzer(
      tools: try ToolFiles.read(configuration.tools),
      commands: try CommandFiles.read(configuration.commands))
    seesFiles = configuration.files == .local
    self.threads = threads
  }

  func complaint(about action: Action) async -> String? {
    guard analyzer.hasSchema(for: action), threads.areNeeded(for: action) else {
      return analyzer.complaint(about: action)
    }
    return await threads.run { [analyzer] in analyzer.complaint(about: action) }
      ?? "the arguments could not be held against their schema in time"
  }

  func summary(of effects: Effects) -> String { EffectsSummary(effects).description }

  func effects(of action: Action, projects: ProjectDirectories) async -> Effects {
    var scene = Scene(of: action, projects: projects.directories, files: nil)
    let question = FileQuestion()
    if !threads.areNeeded(for: action) {
      scene.files = seesFiles ? question : nil
      let unseen = analyzer.analyze(action, in: scene)
      guard question.wasAsked else { return unseen }
    }
    scene.files = seesFiles ? LocalFiles() : nil
    return await threads.run { [analyzer, scene] in analyzer.analyze(action, in: scene) }
      ?? .unknown
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
