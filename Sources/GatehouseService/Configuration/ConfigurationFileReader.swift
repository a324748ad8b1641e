import Authentication
import Crypto
import Matching
import YAML

/// Reads `gatehouse.yaml`: the options by their names, and the members that only the file has.
struct ConfigurationFileReader {
  private let path: String
  var configuration: Configuration
  private(set) var problems: [ConfigurationProblem] = []

  init(path: String, configuration: Configuration) {
    self.path = path
    self.configuration = configuration
  }

  /// What only the file can say.
  private static let structured = [
    "approvals", "approvers", "audit", "credentials", "editors", "limits", "notifications",
    "server",
  ]

  mutating func read(_ root: YAMLNode) {
    guard let members = root.members else {
      complain(root.position, "a configuration is a mapping, such as `policy: policy.yaml`")
      return
    }
    var editors: YAMLNode?
    for member in members {
      switch member.name {
      case "approvals": readApprovals(member.value)
      case "approvers": readApprovers(member.value)
      case "audit" where member.value.members != nil: readAudit(member.value)
      case "credentials": readCredentials(member.value)
      case "editors": editors = member.value
      case "limits": readLimits(member.value)
      case "notifications": readNotifications(member.value)
      case "server": readServer(member.value)
      default: readOption(member)
      }
    }
    // Whoever is named has to be known by then, wherever the file says so.
    if let editors { readEditors(editors) }
  }

  private mutating func readOption(_ member: YAMLMember) {
    guard let option = ConfigurationOption.all.first(where: { $0.name == member.name }) else {
      unknown(member, among: ConfigurationOption.all.map(\.name) + Self.structured)
      return
    }
    let nodes = option.isRepeatable ? member.value.elements ?? [member.value] : [member.value]
    var values: [String] = []
    for node in nodes {
      guard let text = text(node) else { return }
      values.append(Self.pathOptions.contains(option.name) ? resolved(text) : text)
    }
    do throws(ConfigurationOption.Complaint) {
      try option.apply(values, &configuration)
    } catch {
      complain(member.value.position, error.message)
    }
  }

  /// The options whose relative paths stand beside the file.
  private static let pathOptions: Set<String> = [
    "policy", "data", "storage", "project", "tools", "commands", "patterns", "tls-certificate",
    "tls-key",
    "tls-client-ca",
  ]

  func resolved(_ text: String) -> String {
    guard !text.hasPrefix("/"), !ConfigurationOption.isDatabase(text),
      let slash = path.lastIndex(of: "/")
    else { return text }
    return "\(path[...slash])\(text)"
  }

  // MARK: Audit

  private mutating func readAudit(_ node: YAMLNode) {
    for member in node.members ?? [] {
      switch member.name {
      case "mode": choose(member.value, \.audit.mode)
      case "arguments": choose(member.value, \.audit.arguments)
      case "effects":
        if let text = text(member.value) {
          switch text {
          case "needed": configuration.audit.analyzesAll = false
          case "always": configuration.audit.analyzesAll = true
          default: complain(member.value.position, "`\(text)` is none of `needed`, `always`")
          }
        }
      case "rotate_bytes": size(member.value).map { configuration.audit.rotateBytes = $0 }
      case "rotate_after": duration(member.value).map { configuration.audit.rotateAfter = $0 }
      case "retain_bytes": size(member.value).map { configuration.audit.retainBytes = $0 }
      case "retain_for": duration(member.value).map { configuration.audit.retainFor = $0 }
      case "checkpoint_sinks":
        configuration.audit.checkpointSinks = list(member.value).compactMap {
          text($0).map(resolved)
        }
      default:
        unknown(
          member,
          among: [
            "mode", "arguments", "effects", "rotate_bytes", "rotate_after", "retain_bytes",
            "retain_for",
            "checkpoint_sinks",
          ])
      }
    }
  }

  // MARK: Credentials

  private mutating func readCredentials(_ node: YAMLNode) {
    var ids: Set<String> = []
    var proofs: Set<Credential.Proof> = []
    for element in list(node) {
      guard let credential = readCredential(element) else { continue }
      if !ids.insert(credential.id).inserted {
        complain(
          element.position, "`\(credential.id)` is the id of two credentials: ids are unique")
      }
      if !proofs.insert(credential.proof).inserted {
        complain(element.position, "another credential is proved by the same: each needs its own")
      }
      configuration.credentials.append(credential)
    }
  }

  private mutating func readCredential(_ node: YAMLNode) -> Credential? {
    let (proved, others) = readProof(
      of: node, called: "a credential", besides: ["tenant", "may_claim", "roles"])
    var tenant: String?
    var mayClaim: [Glob] = []
    var isEnforcer = false
    for member in others {
      switch member.name {
      case "tenant": tenant = name(member.value)
      case "roles": isEnforcer = hasEnforcer(among: member.value)
      default: mayClaim = list(member.value).compactMap { glob($0) }
      }
    }
    return proved.map {
      Credential(
        id: $0.id, proof: $0.proof, tenant: tenant, mayClaim: mayClaim, isEnforcer: isEnforcer)
    }
  }

  /// Reads the roles of a credential, of which there is one.
  private mutating func hasEnforcer(among node: YAMLNode) -> Bool {
    var isEnforcer = false
    for element in list(node) {
      guard element.string != "enforcer" else {
        isEnforcer = true
        continue
      }
      complain(element.position, "a credential has no role but `enforcer`")
    }
    return isEnforcer
  }

  /// Reads who somebody is, and by what this is shown; other members are for the caller.
  mutating func readProof(
    of node: YAMLNode, called noun: String, besides names: [String]
  ) -> (credential: Credential?, others: [YAMLMember]) {
    var id: String?
    var proofs: [Credential.Proof] = []
    var others: [YAMLMember] = []
    for member in mapping(node) {
      switch member.name {
      case "id": id = name(member.value)
      case "token_sha256": digest(member.value).map { proofs.append(.bearerToken($0)) }
      case "certificate_sha256":
        digest(member.value).map { proofs.append(.certificateFingerprint($0)) }
      case "certificate_name":
        name(member.value).map { proofs.append(.certificateName($0)) }
      case "unix_user": user(member.value).map { proofs.append(.unixUser($0)) }
      case let other where names.contains(other): others.append(member)
      default:
        unknown(
          member,
          among: ["id", "token_sha256", "certificate_sha256", "certificate_name", "unix_user"]
            + names)
      }
    }
    guard let id else {
      complain(node.position, "\(noun) needs an `id`")
      return (nil, others)
    }
    guard let proof = proofs.first, proofs.count == 1 else {
      complain(
        node.position,
        "\(noun) has exactly one of `token_sha256`, `certificate_sha256`, `certificate_name`, `unix_user`"
      )
      return (nil, others)
    }
    return (Credential(id: id, proof: proof, tenant: nil, mayClaim: []), others)
  }

  private mutating func digest(_ node: YAMLNode) -> SHA256Digest? {
    guard let digest = node.string.flatMap({ SHA256Digest(hex: $0) }) else {
      complain(
        node.position, "this is a SHA-256 as 64 hexadecimal digits: `gatehouse token` prints one")
      return nil
    }
    return digest
  }

  private mutating func user(_ node: YAMLNode) -> UInt32? {
    guard let user = node.int.flatMap({ UInt32(exactly: $0) }) else {
      complain(node.position, "this is the number of a user, as `id -u` prints it")
      return nil
    }
    return user
  }

  private mutating func glob(_ node: YAMLNode) -> Glob? {
    guard let pattern = text(node) else { return nil }
    do throws(GlobError) {
      return try Glob(pattern)
    } catch {
      complain(node.position, error.description)
      return nil
    }
  }

  // MARK: Limits and server

  private mutating func readLimits(_ node: YAMLNode) {
    for member in mapping(node) {
      switch member.name {
      case "caller": configuration.limits.caller = rate(member.value)
      case "agent": configuration.limits.agent = rate(member.value)
      case "sessions_per_agent":
        count(member.value).map { configuration.limits.sessionsPerAgent = $0 }
      default: unknown(member, among: ["caller", "agent", "sessions_per_agent"])
      }
    }
  }

  private mutating func rate(_ node: YAMLNode) -> Configuration.Rate? {
    var (perSecond, burst): (Double?, Double?) = (nil, nil)
    for member in mapping(node) {
      switch member.name {
      case "per_second": perSecond = positive(member.value)
      case "burst": burst = positive(member.value)
      default: unknown(member, among: ["per_second", "burst"])
      }
    }
    guard let perSecond else {
      complain(node.position, "a rate needs `per_second`, a number greater than zero")
      return nil
    }
    return Configuration.Rate(perSecond: perSecond, burst: burst ?? max(1, perSecond))
  }

  private mutating func readServer(_ node: YAMLNode) {
    for member in mapping(node) {
      switch member.name {
      case "maximum_body": size(member.value).map { configuration.server.maximumBody = $0 }
      case "maximum_connections":
        count(member.value).map { configuration.server.maximumConnections = $0 }
      case "idle_timeout": duration(member.value).map { configuration.server.idleTimeout = $0 }
      case "header_timeout": duration(member.value).map { configuration.server.headerTimeout = $0 }
      case "body_timeout": duration(member.value).map { configuration.server.bodyTimeout = $0 }
      case "drain_timeout": duration(member.value).map { configuration.server.drainTimeout = $0 }
      case "names": configuration.server.names = list(member.value).compactMap { text($0) }
      case "unix_mode":
        guard let mode = member.value.int, mode == 0o600 || mode == 0o660 || mode == 0o666 else {
          complain(member.value.position, "this is `0o600`, `0o660` or `0o666`")
          continue
        }
        configuration.server.unixMode = UInt16(mode)
      default:
        unknown(
          member,
          among: [
            "maximum_body", "maximum_connections", "idle_timeout", "header_timeout", "body_timeout",
            "drain_timeout", "names", "unix_mode",
          ])
      }
    }
  }

  // MARK: Values

  mutating func complain(_ position: YAMLPosition, _ message: String) {
    problems.append(ConfigurationProblem(place: "\(path):\(position)", message: message))
  }

  mutating func unknown(_ member: YAMLMember, among names: [String]) {
    let hint = Suggestion.closest(to: member.name, among: names)
    complain(
      member.keyPosition,
      "`\(member.name)` is no member here" + (hint.map { ": did you mean `\($0)`?" } ?? ""))
  }

  mutating func mapping(_ node: YAMLNode) -> [YAMLMember] {
    if let members = node.members { return members }
    complain(node.position, "this is a mapping, not \(node.kindName)")
    return []
  }

  mutating func list(_ node: YAMLNode) -> [YAMLNode] {
    if let elements = node.elements { return elements }
    complain(node.position, "this is a list, not \(node.kindName)")
    return []
  }

  /// The text of any scalar, so that `data: 5` and `anonymous: true` need no quotes.
  mutating func text(_ node: YAMLNode) -> String? {
    switch node.content {
    case .string(let text): return text
    case .int(let number): return String(number)
    case .bool(let value): return String(value)
    default:
      complain(node.position, "this is a word or a number, not \(node.kindName)")
      return nil
    }
  }

  mutating func name(_ node: YAMLNode) -> String? {
    guard let text = node.string, (1...256).contains(text.utf8.count) else {
      complain(node.position, "this is a string of 1 to 256 bytes")
      return nil
    }
    return text
  }

  private mutating func choose<Choice: RawRepresentable<String> & CaseIterable>(
    _ node: YAMLNode, _ member: WritableKeyPath<Configuration, Choice>
  ) {
    guard let choice = node.string.flatMap({ Choice(rawValue: $0) }) else {
      let words = Choice.allCases.map { "`\($0.rawValue)`" }.joined(separator: ", ")
      complain(node.position, "this is one of \(words)")
      return
    }
    configuration[keyPath: member] = choice
  }

  private mutating func positive(_ node: YAMLNode) -> Double? {
    guard let number = node.double, number > 0, number <= 1e9 else {
      complain(node.position, "this is a number greater than zero")
      return nil
    }
    return number
  }

  mutating func count(_ node: YAMLNode) -> Int? {
    guard let number = node.int, (1...100_000_000).contains(number) else {
      complain(node.position, "this is a whole number greater than zero")
      return nil
    }
    return Int(number)
  }

  private mutating func size(_ node: YAMLNode) -> Int? {
    guard let size = text(node).flatMap(QuantityText.byteCount) else {
      complain(node.position, "this is a number of bytes, such as `65536`, `64KiB` or `1MiB`")
      return nil
    }
    return size
  }

  mutating func duration(_ node: YAMLNode) -> Duration? {
    guard let duration = node.string.flatMap(QuantityText.duration) else {
      complain(
        node.position, "this is a length of time, such as `500ms`, `30s`, `15m`, `24h` or `30d`")
      return nil
    }
    return duration
  }
}
