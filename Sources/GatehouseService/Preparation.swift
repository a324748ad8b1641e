import Policy

/// What can be read and made ready while the log is opened: the policy, and what tells it what actions would do and hold.
struct Preparation: Sendable {
  let policy: PolicyLoader
  let effects: EffectService
  let content: ContentService

  /// Reads what the configuration names; fails where one of the user's files, the policy aside, cannot be used.
  init(_ configuration: Configuration) throws {
    let threads = AnalysisThreads()
    effects = try EffectService(configuration, threads: threads)
    content = try ContentService(configuration, threads: threads)
    policy = try PolicyLoader(configuration)
    guard let set = policy.ahead?.set else { return }
    if configuration.audit.analyzesAll || set.mayNeedEffects { effects.prepare() }
    if set.mayNeedContent { content.prepare() }
  }
}
