import ActionModel
package import Documents
package import Expressions
import YAML

/// Turns documents into a set, and collects what is wrong with them on the way.
struct PolicyCompiler {
  private let sources: [DocumentSource]
  private let environment: Environment
  private let tools: KnownTools
  private let counters = CounterCatalogue()
  private var problems = ProblemList()
  private var linted: [RuleLinter.Rule] = []

  init(_ sources: [DocumentSource], timeZones: TimeZoneDatabase, tools: KnownTools) {
    self.tools = tools
    self.sources = sources.sorted { $0.name < $1.name }
    environment = PolicyEnvironment.make(timeZones: timeZones, counters: counters)
  }

  /// Compiles everything, or says all that is wrong.
  mutating func compile() throws(DocumentErrors) -> PolicySet {
    let documents = sources.compactMap { PolicyDocument($0, &problems) }
    checkIDs(documents)
    let rules = documents.map { compile($0) }
    let live = documents.filter { !$0.isDraft }
    noteUncovered(live)
    let layers = Layer.allCases.compactMap { plan($0, live) }
    if !problems.hasErrors {
      checkSomethingDecides(documents)
      RuleLinter(tools: tools).check(linted, &problems)
    }
    guard !problems.hasErrors else { throw DocumentErrors(problems: problems.sorted) }
    let ordered = Layer.allCases.flatMap { layer in rules.joined().filter { $0.layer == layer } }
    return PolicySet(
      sources: sources, rules: ordered, layers: layers, counters: counters.specifications,
      warnings: problems.sorted)
  }

  /// Reports ids that several rules share: decisions name rules by id alone.
  private mutating func checkIDs(_ documents: [PolicyDocument]) {
    var known: [String: String] = [:]
    for document in documents {
      for rule in document.rules {
        let place = "\(document.source.name):\(rule.position)"
        if let first = known[rule.id] {
          problems.error(
            "the id `\(rule.id)` is taken by the rule at \(first)", in: document.source,
            at: rule.position, hint: "give each rule of the set an id of its own")
        } else {
          known[rule.id] = place
        }
      }
    }
  }

  /// Names the rules that vouch for whole calls, where others of the set look at each effect.
  private mutating func noteUncovered(_ documents: [PolicyDocument]) {
    guard documents.contains(where: { $0.rules.contains { $0.covers != nil } }) else { return }
    for document in documents {
      for rule in document.rules
      where rule.effect == .allow && rule.covers == nil && !rule.isDraft {
        problems.warning(
          "rule `\(rule.id)` allows all that a call does, whatever that is", in: document.source,
          at: rule.position, hint: "say what it vouches for, such as `covers: [reads]`",
          code: "allows-everything")
      }
    }
  }

  /// Reports sets that decide nothing.
  private mutating func checkSomethingDecides(_ documents: [PolicyDocument]) {
    let start = YAMLPosition(line: 1, column: 1)
    guard let first = documents.first else {
      problems.error(
        "there is no policy", in: DocumentSource(name: "policy", bytes: []), at: start,
        hint: "name a file, or a folder that holds `.yaml` files")
      return
    }
    let active = documents.filter { document in
      !document.isDraft && document.rules.contains { !$0.isDraft }
    }
    if active.isEmpty {
      problems.error(
        "every rule is a draft, so nothing would be decided", in: first.source, at: start,
        hint: "remove `draft: true` from what shall hold")
    } else if active.allSatisfy(\.isShadow) {
      problems.error(
        "every policy is a shadow, so nothing would be decided", in: first.source, at: start,
        hint: "add a policy whose `default` shall hold meanwhile")
    }
  }

  /// Plans a layer; nil where it has no policies. Its policies have to agree on what holds where no rule matches.
  private mutating func plan(_ layer: Layer, _ live: [PolicyDocument]) -> LayerPlan? {
    let documents = live.filter { $0.layer == layer }
    let fallback = agreedDefault(documents.filter { !$0.isShadow })
    let shadow = agreedDefault(documents.filter(\.isShadow))
    guard let effective = shadow ?? fallback else { return nil }
    return LayerPlan(layer: layer, fallback: fallback, shadowFallback: effective)
  }

  private mutating func agreedDefault(_ documents: [PolicyDocument]) -> Verdict? {
    guard let first = documents.first else { return nil }
    for document in documents where document.fallback != first.fallback {
      problems.error(
        "`default` is `\(document.fallback.rawValue)` here and `\(first.fallback.rawValue)` in "
          + "\(first.source.name), a policy of the same layer",
        in: document.source, at: document.fallbackPosition,
        hint: "without `default`, a policy says `deny`")
    }
    return first.fallback
  }

  // MARK: Rules

  /// Compiles a document's rules; drafts are checked like the others and then left out.
  private mutating func compile(_ document: PolicyDocument) -> [CompiledRule] {
    document.rules.compactMap { rule in
      counters.begin(rule: rule.id, isShared: rule.isShared)
      let isDraft = rule.isDraft || document.isDraft
      let before = counters.specifications.count
      let when = condition(rule.when, in: document.source)
      let unless = condition(rule.unless, in: document.source)
      RuleChecker(rule: rule, source: document.source)
        .check(when: when, unless: unless, &problems)
      if rule.isShared, counters.used.isEmpty {
        problems.error(
          "`shared` means nothing in a rule that reads no counter", in: document.source,
          at: rule.position, hint: "it is about `agent.count(…)` and the like in its conditions")
      }
      guard !isDraft else {
        counters.forget(from: before)
        return nil
      }
      linted.append(
        RuleLinter.Rule(
          document: rule, layer: document.layer, source: document.source, when: when,
          unless: unless, isShadow: rule.isShadow || document.isShadow))
      return CompiledRule(
        rule, of: document, when: when, unless: unless, counters: counters.used)
    }
  }

  private mutating func condition(
    _ condition: ConditionText?, in source: DocumentSource
  ) -> Program? {
    guard let condition else { return nil }
    do throws(ExpressionErrors) {
      return try Program(condition.text, in: environment, expecting: .bool)
    } catch {
      for error in error.errors {
        let position = YAMLScalarLocator.position(
          ofLine: error.line, column: error.column, in: condition.node, of: source.bytes)
        problems.error(
          error.message, in: source, at: position, hint: error.hint ?? Self.hint(for: error))
      }
      return nil
    }
  }

  /// Names the variables below one that has none of its own, such as `tool`.
  private static func hint(for error: ExpressionError) -> String? {
    let parts = error.message.split(separator: "`")
    guard parts.count == 2, parts[0] == "undeclared reference to " else { return nil }
    let names = Fact.names(below: String(parts[1])).map { "`\($0)`" }
    return names.isEmpty ? nil : "there is " + names.joined(separator: ", ")
  }
}

extension PolicySet {
  /// Loads a set of policies, all or nothing; throws everything that is wrong with it, not only the first mistake.
  ///
  /// - Parameters:
  ///   - timeZones: where conditions that name a time zone find it.
  ///   - tools: what is known of the tools that rules name, for warnings.
  package static func load(
    _ sources: [DocumentSource], timeZones: TimeZoneDatabase = .fixedOffsetsOnly,
    tools: KnownTools = .none
  ) throws(DocumentErrors) -> PolicySet {
    var compiler = PolicyCompiler(sources, timeZones: timeZones, tools: tools)
    return try compiler.compile()
  }
}
