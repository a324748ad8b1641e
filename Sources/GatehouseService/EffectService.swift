import ActionModel
import DecisionPoint
import EffectAnalysis
import Locking
import Policy

/// Finds out what actions would do, with the files of this machine where those are the agents' own.
///
/// Only what is long or needs to look at a file leaves the event loop.
struct EffectService: EffectSource {
  let analyzer: Prepared<EffectAnalyzer>
  /// Whether the operator has described tools, whose arguments may have to fit a schema.
  private let describesTools: Bool
  private let seesFiles: Bool
  private let threads: AnalysisThreads

  init(_ configuration: Configuration, threads: AnalysisThreads) throws {
    let tools = try ToolFiles.read(configuration.tools)
    let commands = try CommandFiles.read(configuration.commands)
    analyzer = Prepared { try EffectAnalyzer(tools: tools, commands: commands) }
    describesTools = !configuration.tools.isEmpty
    // What is wrong with the operator's files is said at the start, whether or not a rule reads what they say.
    if describesTools || !commands.isEmpty { try analyzer.prepare() }
    seesFiles = configuration.files == .local
    self.threads = threads
  }

  func prepare() { try? analyzer.prepare() }

  func complaint(about action: Action) async -> String? {
    guard describesTools else { return nil }
    guard let analyzer = analyzer.value else {
      return "there is nothing to hold the arguments against"
    }
    guard analyzer.hasSchema(for: action), threads.areNeeded(for: action) else {
      return analyzer.complaint(about: action)
    }
    return await threads.run { [analyzer] in analyzer.complaint(about: action) }
      ?? "the arguments could not be held against their schema in time"
  }

  func summary(of effects: Effects) -> String { EffectsSummary(effects).description }

  func effects(of action: Action, projects: ProjectDirectories) async -> Effects {
    guard let analyzer = analyzer.value else { return .unknown }
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
