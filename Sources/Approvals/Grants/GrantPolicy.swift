import ActionModel
import Calendar
package import Documents
import JSON

/// Writes a grant in the policy language: what is shown before it is given is what is evaluated afterwards.
package struct GrantPolicy: Sendable, Hashable {
  /// A whole policy document of one allow rule.
  package let text: String

  init(text: String) { self.text = text }

  /// - Parameters:
  ///   - id: the grant's id, which the rule takes.
  ///   - expiresAt: nanoseconds since 1970.
  /// - Throws: what about the call leaves no such grant to give.
  package init(
    id: String, for request: ApprovalRequest, on terms: GrantTerms, expiresAt: Int64
  ) throws(GrantRefusal) {
    var conditions = Self.identity(of: request)
    if terms.isForSession {
      conditions.append("session.id == \(Self.literal(request.session ?? ""))")
    }
    conditions.append("now < timestamp(\(Self.literal(UTCTimestamp.text(expiresAt))))")
    conditions += try Self.reach(of: terms.scope, for: request)
    text = """
      version: 1
      name: \(id)
      rules:
        - id: \(id)
          effect: allow
          tools: [\(Self.quoted(request.tool.description))]
          phase: [\(request.phase.rawValue)]
          \(terms.scope == .arguments ? "# and arguments and context exactly as they were" : "# whatever the other arguments")
          when: >-
            \(conditions.joined(separator: "\n        && "))

      """
  }

  package var source: DocumentSource {
    DocumentSource(name: "grant", bytes: Array(text.utf8))
  }

  // MARK: Conditions

  private static func identity(of request: ApprovalRequest) -> [String] {
    let principal = request.principal
    return [
      "tenant == \(literal(principal.tenant))", "agent.id == \(literal(principal.id))",
      "agent.verified == \(principal.verified)", "agent.via == \(literal(principal.via ?? ""))",
    ]
  }

  /// The kinds whose targets are files.
  private static let fileKinds: Set<Effect.Kind> = [
    .reads, .writes, .deletes, .loads, .changesPermissions,
  ]
  /// The kinds whose targets are hosts.
  private static let hostKinds: Set<Effect.Kind> = [.connects, .sends]

  /// Nothing of a kind that the call did not do, and nothing harder to undo; beyond that as the scope says.
  private static func reach(
    of scope: GrantScope, for request: ApprovalRequest
  ) throws(GrantRefusal) -> [String] {
    let content = request.content
    let kinds = Set(content.targets.map(\.kind))
    // What is not understood may be of any kind, so that then there is none to rule out.
    let absent = kinds.contains(.unknown) ? [] : Effect.Kind.allCases.filter { !kinds.contains($0) }
    var conditions = absent.map { "effects.\($0.rawValue).size() == 0" }
    let asGood = Effects.Reversibility.allCases.filter { $0 <= content.reversibility }
    conditions.append(
      "effects.reversibility in [\(asGood.map { literal($0.rawValue) }.joined(separator: ", "))]")
    switch scope {
    case .tool: break
    case .arguments:
      // The same arguments may come to mean something else: a link that they name can change.
      let byKind = Dictionary(grouping: content.targets, by: \.kind)
      conditions += Effect.Kind.allCases.compactMap { kind in
        byKind[kind].map { same(kind, $0, orUnknown: $0.contains { unknown.contains($0.text) }) }
      }
    case .directory(let directory):
      conditions += try bounds(
        content, fileKinds, within: try PlaceText.directory(directory), noun: "files")
    case .host(let host):
      conditions += try bounds(content, hostKinds, within: try PlaceText.host(host), noun: "hosts")
    case .amount(let member, let maximum):
      conditions += try AmountText(member: member, maximum: maximum, of: request).conditions
    }
    return conditions
  }

  /// Holds the targets of some kinds within a pattern, and all others to what they were.
  private static func bounds(
    _ content: ApprovalRequest.Content, _ bounded: Set<Effect.Kind>, within pattern: String,
    noun: String
  ) throws(GrantRefusal) -> [String] {
    let byKind = Dictionary(grouping: content.targets, by: \.kind)
    guard byKind[.unknown] == nil else {
      throw GrantRefusal("not all that the call would do is known: approve it alone")
    }
    guard byKind.keys.contains(where: bounded.contains) else {
      throw GrantRefusal("the call has nothing to do with \(noun)")
    }
    return Effect.Kind.allCases.compactMap { kind in
      guard let targets = byKind[kind] else { return nil }
      if bounded.contains(kind) {
        return "effects.\(kind.rawValue).all(t, t.within(\(literal(pattern))))"
      }
      return same(kind, targets)
    }
  }

  /// What stands for targets that are not known.
  private static let unknown = [TargetSet.unknown.description, TargetSet.given.description]

  /// Holds the targets of a kind to what they were.
  private static func same(
    _ kind: Effect.Kind, _ targets: [ApprovalRequest.Content.Target], orUnknown: Bool = false
  ) -> String {
    let texts = Set(targets.map(\.text)).sorted().map(literal).joined(separator: ", ")
    let known = orUnknown ? "!t.known ||" : "t.known &&"
    return "effects.\(kind.rawValue).all(t, \(known) t.text in [\(texts)])"
  }

  // MARK: Text

  /// A string as conditions write it (CEL language definition, "String and Bytes Values"), in ASCII alone, so that
  /// nothing in it can look like something else.
  static func literal(_ text: String) -> String {
    var literal = "\""
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x22, 0x5C: literal += "\\\(scalar)"
      case 0x20...0x7E: literal.unicodeScalars.append(scalar)
      case 0...0xFFFF: literal += "\\u" + padded(scalar.value, 4)
      default: literal += "\\U" + padded(scalar.value, 8)
      }
    }
    return literal + "\""
  }

  private static func padded(_ value: UInt32, _ count: Int) -> String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: count - digits.count) + digits
  }

  /// A word as YAML writes it in single quotes.
  private static func quoted(_ word: String) -> String {
    "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
  }
}

/// Says why a grant cannot be given, and what to do instead.
package struct GrantRefusal: Error, Sendable, Equatable, CustomStringConvertible {
  package let description: String

  init(_ description: String) { self.description = description }
}
