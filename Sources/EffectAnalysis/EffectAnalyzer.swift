package import ActionModel
import EmbeddedTables
import JSON
import JSONSchema
import UnicodeText
import WebURL

/// Says what a call would do: what it would read, write, delete, run, send and where.
///
/// A tool that somebody has described is judged by its arguments, as the description says what each is. Of any other
/// tool the names tell something, and besides it may do anything.
///
/// An object, because every decision asks it, and all that it holds would be retained each time.
package final class EffectAnalyzer: Sendable {
  private let catalogue: ToolCatalogue
  private let words = ToolWords.standard
  private let shell: ShellAnalyzer

  /// Reads the tables of commands and languages.
  ///
  /// - Parameters:
  ///   - tools: The tools that somebody has described.
  ///   - commands: The operator's own tables of commands, which take precedence over the standard ones.
  /// - Throws: `CommandTableErrors` or `EmbeddedTableError` for a table that cannot be read.
  package init(tools: ToolCatalogue = .standard, commands: [CommandTable.File] = []) throws {
    catalogue = tools
    shell = ShellAnalyzer(
      table: try .standard(own: commands),
      code: try CodeReader(tables: EmbeddedTable.all(below: "code/")))
  }

  /// Whether a description says what the arguments of a request have to fit.
  package func hasSchema(for action: Action) -> Bool { catalogue.schema(for: action) != nil }

  /// Says where a request's arguments break the schema of its tool, and how; nil where they fit, or nobody described them.
  ///
  /// The place is a JSON pointer (RFC 6901) into the arguments.
  package func complaint(about action: Action) -> String? {
    guard let schema = catalogue.schema(for: action),
      let violation = schema.violation(in: action.arguments ?? .emptyObject)
    else { return nil }
    guard !violation.pointer.isEmpty else { return "what `args` holds \(violation.message)" }
    return "in `args`, `\(Escaped.text(violation.pointer))` \(violation.message)"
  }

  /// Analyses a call in the circumstances of its agent.
  package func analyze(_ action: Action, in scene: Scene) -> Effects {
    sum(of: action, in: scene).effects
  }

  /// What a call would do, and what was left to find it out with.
  func sum(of action: Action, in scene: Scene) -> EffectSum {
    let arguments = action.arguments ?? .emptyObject
    var sum = EffectSum()
    if let description = catalogue.description(of: action.tool) {
      for kind in description.does { sum.add(kind, .unknown) }
      sum.raise(description.reversibility)
      for role in description.arguments { add(role, of: arguments, in: scene, to: &sum) }
      addSurprises(in: arguments, to: description, &sum)
    } else {
      addUndescribed(action.tool, arguments, in: scene, to: &sum)
    }
    return sum
  }

  /// Analyses a command line alone.
  package func analyze(shell text: String, in scene: Scene) -> Effects {
    var budget = EvaluationBudget()
    return shell.analyze(text, argument: "", scene: scene, budget: &budget)
  }

  /// Analyses a statement alone; without a dialect it is judged in all of them.
  package func analyze(sql text: String, dialect: String?) -> Effects {
    SQLAnalyzer.analyze(text, dialect: dialect, argument: "")
  }

  /// Analyses a path alone: what reading it would touch, and the path that it is.
  package func analyze(path text: String, in scene: Scene) -> (effects: Effects, resolved: String) {
    let role = ArgumentRole(
      place: [], kind: .path, does: [.reads], isTree: false, isOptional: false, details: [:])
    var sum = EffectSum()
    addPath(text, role, Evidence(argument: "", bytes: 0..<text.utf8.count), in: scene, to: &sum)
    return (sum.effects, sum.effects.all.first?.target.description ?? "unknown")
  }

  /// Analyses a URL alone: what fetching it would touch, the host that it leads to, and how browsers write it.
  ///
  /// - Parameter base: The URL that a relative one starts from, as in a redirect; places are then those of the whole URL.
  package func analyze(url text: String, base: String? = nil, in scene: Scene) -> AnalyzedURL {
    let url: WebURL?
    if let base {
      url = WebURL(base).flatMap { WebURL(text, base: $0) }
    } else {
      url = WebURL(text)
    }
    let target = base == nil ? text : url?.description ?? text
    let effects = WebAnalyzer.effects(
      WebAnalyzer.Request(url: target), argument: "", scene: scene)
    let hosts = effects.all.lazy.compactMap { effect -> HostTarget? in
      if case .host(let host) = effect.target { host } else { nil }
    }
    return AnalyzedURL(effects: effects, host: hosts.first, resolved: url?.description)
  }

  // MARK: Described tools

  private func add(
    _ role: ArgumentRole, of arguments: JSONValue, in scene: Scene, to sum: inout EffectSum
  ) {
    let (values, isComplete) = ArgumentPlaces.values(at: role.place, in: arguments)
    let isThere = values.contains { $0.value.kind != .array || $0.value.count > 0 }
    let place = Evidence(
      argument: "/" + role.place.joined(separator: "/"), bytes: 0..<0)
    if !isThere, role.kind.isAnalysed, !role.isOptional {
      return sum.addGap(
        "the argument `\(role.place.joined(separator: "."))` is missing", place)
    }
    for value in values { add(value, role, of: arguments, in: scene, to: &sum) }
    if !isComplete { sum.addGap(ArgumentPlaces.tooMany, place) }
  }

  /// Adds what the description does not speak of, though its name says that it matters: a `cc` beside the recipients.
  private func addSurprises(
    in arguments: JSONValue, to description: ToolDescription, _ sum: inout EffectSum
  ) {
    for (name, _) in arguments.members {
      guard !description.speaks(of: name), let kind = words.role(ofArgument: name),
        kind.isAnalysed
      else { continue }
      sum.addGap(
        "the argument `\(name)` is not described", Evidence(argument: "/" + name, bytes: 0..<0))
    }
  }

  private func add(
    _ value: ArgumentValue, _ role: ArgumentRole, of arguments: JSONValue, in scene: Scene,
    to sum: inout EffectSum
  ) {
    if value.value.kind == .array, role.kind != .amount {
      if role.kind == .command { return addCommand(value, in: scene, to: &sum) }
      let (inner, isComplete) = ArgumentPlaces.values(at: ["*"], in: value.value)
      if !isComplete {
        sum.addGap(ArgumentPlaces.tooMany, Evidence(argument: value.pointer, bytes: 0..<0))
      }
      for element in inner {
        let pointer = value.pointer + element.pointer
        add(
          ArgumentValue(pointer: pointer, value: element.value), role, of: arguments, in: scene,
          to: &sum)
      }
      return
    }
    let evidence = Evidence(
      argument: value.pointer, bytes: 0..<(value.value.string?.utf8.count ?? 0))
    if role.kind == .amount {
      for kind in role.does {
        sum.add(kind, named(.amount, value.value.numberText ?? value.value.string), evidence)
      }
      return
    }
    // What arguments of these kinds do is known from their text alone; what they do besides is not.
    if !role.kind.hasTarget { for kind in role.does { sum.add(kind, .unknown, evidence) } }
    guard let text = value.value.string else {
      if role.kind.isAnalysed { sum.addGap("`\(value.pointer)` is no text", evidence) }
      return
    }
    switch role.kind {
    case .command: addScript(text, value.pointer, in: scene, to: &sum)
    case .sql:
      let dialect = role.details["dialect"].flatMap { SQLAnalyzer.dialect($0, in: arguments) }
      sum.add(SQLAnalyzer.analyze(text, dialect: dialect, argument: value.pointer))
    case .path: addPath(text, role, evidence, in: scene, to: &sum)
    case .url:
      let request = request(of: text, role, arguments)
      let effects = WebAnalyzer.effects(request, argument: value.pointer, scene: scene)
      sum.add(effects)
      for kind in role.does where kind != .connects && kind != .sends {
        for effect in effects.all { sum.add(kind, effect.target, evidence) }
      }
    case .code:
      sum.addGap("the program is not analysed", evidence)
      sum.add(.executes, .unknown, evidence)
    case .recipient: for kind in role.does { sum.add(kind, named(.recipient, text), evidence) }
    case .name:
      let space = role.details["space"].flatMap(NamedTarget.Space.init(rawValue:)) ?? .resource
      for kind in role.does { sum.add(kind, named(space, text), evidence) }
    case .amount, .secret, .text: break
    }
  }

  /// The request that the arguments make of a URL; what is said otherwise than in text may send anything.
  private func request(
    of url: String, _ role: ArgumentRole, _ arguments: JSONValue
  ) -> WebAnalyzer.Request {
    var request = WebAnalyzer.Request(url: url)
    if let method = role.details["method"].flatMap({ arguments[$0] }), method.kind != .null {
      request.method = method.string ?? ""
    }
    if let headers = arguments["headers"], headers.kind != .null {
      if headers.kind != .object { request.method = "" }
      request.headerNames = headers.members.map(\.key)
    }
    request.hasBody =
      role.does.contains(.sends) || role.details["body"].map { arguments[$0] != nil } ?? false
    return request
  }

  private func addPath(
    _ text: String, _ role: ArgumentRole, _ evidence: Evidence, in scene: Scene,
    to sum: inout EffectSum
  ) {
    let resolver = PathResolver(home: scene.home, files: scene.files)
    // Of a link at the end, deleting takes the link itself, and all else what is behind it.
    for followsLast in [true, false] {
      let kinds = role.does.filter { ($0 != .deletes) == followsLast }
      if kinds.isEmpty { continue }
      let places = resolver.resolve(
        argument: text, from: scene.directory, isTree: role.isTree, followsLast: followsLast)
      for place in places {
        for kind in kinds { sum.add(kind, place.target, evidence) }
        if place.isLexical { sum.markLexical() }
      }
      // Where the path itself cannot be told, there is no saying what a program does with it.
      if let why = places.first?.gap { sum.addGap(why, evidence) }
    }
  }

  private func named(_ space: NamedTarget.Space, _ name: String?) -> TargetSet {
    name.map { .named(NamedTarget(space: space, name: $0)) } ?? .unknown
  }

  /// A command given as a list of words, none of which a shell would look at.
  private func addCommand(_ value: ArgumentValue, in scene: Scene, to sum: inout EffectSum) {
    let words = value.value.elements.compactMap(\.string)
    let evidence = Evidence(argument: value.pointer, bytes: 0..<0)
    guard words.count == value.value.count, !words.isEmpty else {
      return sum.addGap("`\(value.pointer)` is no list of words", evidence)
    }
    let quoted = words.map { word in
      "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''")
        + "'"
    }
    addScript(quoted.joined(separator: " "), value.pointer, in: scene, to: &sum)
  }

  private func addScript(
    _ text: String, _ pointer: String, in scene: Scene, to sum: inout EffectSum
  ) {
    let effects = shell.analyze(text, argument: pointer, scene: scene, budget: &sum.budget)
    sum.add(effects)
  }

  // MARK: Other tools

  private func addUndescribed(
    _ tool: ToolName, _ arguments: JSONValue, in scene: Scene, to sum: inout EffectSum
  ) {
    let meanings = words.meanings(ofTool: tool.name)
    for meaning in meanings {
      sum.add(meaning.kind, .unknown)
      sum.raise(meaning.reversibility)
    }
    if meanings.isEmpty { sum.raise(.unknown) }
    let kinds = meanings.isEmpty ? [.unknown] : meanings.map(\.kind)
    let (scalars, isComplete) = ArgumentPlaces.scalars(in: arguments)
    if !isComplete { sum.addGap(ArgumentPlaces.tooMany, Evidence(argument: "", bytes: 0..<0)) }
    for (name, value) in scalars {
      guard let kind = words.role(ofArgument: name) else { continue }
      let role = ArgumentRole(
        place: [], kind: kind, does: kind.effects(ofToolThat: kinds), isTree: false,
        isOptional: true, details: [:])
      add(value, role, of: arguments, in: scene, to: &sum)
    }
    // The name is the server's own word.
    sum.add(.unknown, .unknown)
  }
}

extension ArgumentRole.Kind {
  /// Whether the effects of a call cannot be told without such an argument.
  fileprivate var isAnalysed: Bool {
    switch self {
    case .path, .url, .command, .code, .sql, .amount, .recipient, .name: true
    case .secret, .text: false
    }
  }

  /// Whether the argument itself is what effects are on.
  fileprivate var hasTarget: Bool {
    switch self {
    case .path, .url, .amount, .recipient, .name: true
    case .command, .code, .sql, .secret, .text: false
    }
  }

  /// What a tool that does something does to such an argument.
  fileprivate func effects(ofToolThat does: [Effect.Kind]) -> [Effect.Kind] {
    switch self {
    case .path:
      let ofFiles = does.filter { [.reads, .writes, .deletes, .executes].contains($0) }
      return ofFiles.isEmpty ? [.unknown] : ofFiles
    case .url: return does.contains(.sends) ? [.connects, .sends] : [.connects]
    case .amount: return [.spends]
    case .recipient: return [.sends]
    case .command, .code, .sql, .name, .secret, .text: return []
    }
  }
}
