/// Policies for tests that care little what they say.
package enum TestPolicy {
  /// Allows these tools and no others, each by a rule that is named for it.
  package static func allowing(_ tools: String...) -> String {
    let rules = tools.map { "  - { id: \($0), effect: allow, tools: [\($0)] }\n" }
    return "version: 1\nname: test\ndefault: deny\nrules:\n\(rules.joined())"
  }

  /// Allows `refunds.create`, of which one agent may do 100 in all.
  package static let capped = """
    version: 1
    name: caps
    default: deny
    rules:
      - id: refunds
        effect: allow
        tools: [refunds.create]
        when: agent.sum("refunds.create", "amount", duration("24h")) + args.amount <= 100

    """

  /// Has whoever is on call asked about `shell.exec`; further rules can follow.
  package static let asked = """
    version: 1
    name: approvals
    default: deny
    rules:
      - { id: humans, effect: require_approval, tools: [shell.exec], approval: { by: [oncall] } }

    """
}
