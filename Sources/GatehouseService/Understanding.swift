/// Tells what actions would do and what is inside them, as a configuration wants them looked at.
struct Understanding: Sendable {
  let effects: EffectService
  let content: ContentService

  /// Reads the tables; fails where one of the user's files cannot be used.
  init(_ configuration: Configuration) throws {
    let threads = try AnalysisThreads()
    effects = try EffectService(configuration, threads: threads)
    content = try ContentService(configuration, threads: threads)
  }
}
