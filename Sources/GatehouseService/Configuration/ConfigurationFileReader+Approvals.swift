import Authentication
import YAML

/// What the file says of approvals.
extension ConfigurationFileReader {
  mutating func readApprovals(_ node: YAMLNode) {
    for member in mapping(node) {
      switch member.name {
      case "within": duration(member.value).map { configuration.approvals.within = $0 }
      case "pending_per_agent":
        count(member.value).map { configuration.approvals.pendingPerAgent = $0 }
      case "url":
        guard let url = member.value.string, url.hasPrefix("http://") || url.hasPrefix("https://")
        else {
          complain(member.value.position, "this is an address, such as `https://gatehouse.example`")
          continue
        }
        configuration.approvals.url = url.hasSuffix("/") ? String(url.dropLast()) : url
      default: unknown(member, among: ["within", "pending_per_agent", "url"])
      }
    }
  }

  /// Reads who may write the policy.
  mutating func readEditors(_ node: YAMLNode) {
    for element in list(node) {
      guard let id = name(element) else { continue }
      guard id == "admin" || configuration.approvers.contains(where: { $0.credential.id == id })
      else {
        complain(element.position, "`\(id)` is no approver: name one, or `admin`")
        continue
      }
      configuration.editors.append(id)
    }
  }

  mutating func readApprovers(_ node: YAMLNode) {
    for element in list(node) {
      var roles: Set<String> = []
      let (credential, others) = readProof(
        of: element, called: "an approver", besides: ["roles", "slack", "telegram"])
      for role in others.first(where: { $0.name == "roles" }).map({ list($0.value) }) ?? [] {
        guard let name = name(role), !name.contains(where: \.isWhitespace), name != "*" else {
          complain(role.position, "a role is a word")
          continue
        }
        roles.insert(name)
      }
      var accounts: Set<String> = []
      for member in others where member.name != "roles" {
        guard let account = text(member.value) else { continue }
        accounts.insert("\(member.name):\(account)")
      }
      guard let credential else { continue }
      if configuration.approvers.contains(where: { !$0.accounts.isDisjoint(with: accounts) }) {
        complain(element.position, "another approver answers under the same account")
      }
      let taken = configuration.approvers.map(\.credential)
      if credential.id == "admin" || taken.contains(where: { $0.id == credential.id }) {
        complain(
          element.position, "`\(credential.id)` is taken: each approver has an id of its own")
      }
      if (taken + configuration.credentials).contains(where: { $0.proof == credential.proof }) {
        complain(element.position, "another credential is proved by the same: each needs its own")
      }
      configuration.approvers.append(
        .init(credential: credential, roles: roles, accounts: accounts))
    }
  }
}
