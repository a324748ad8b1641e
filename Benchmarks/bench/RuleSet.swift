import Documents
import Policy

/// Makes policies like those that people write: comparisons, prefixes, globs and lists, over many tools.
enum RuleSet {
  /// The rules that concern `refunds.create`, whatever else is in the policy.
  private static let refundRules = [
    ("allow", "refunds.create", #"args.amount <= 500 && args.currency in ["EUR", "USD", "GBP"]"#),
    ("allow", "refunds.*", #"args.amount < 100"#),
    ("deny", "refunds.create", #"args.currency in ["XTS", "XXX"]"#),
    ("deny", "refunds.create", #"args.account.startsWith("acct/internal/")"#),
    ("deny", "refunds.*", #"args.account.matchesGlob("acct/*/9/**")"#),
    ("deny", "refunds.create", #"has(args.notify) && args.notify.email.endsWith(".invalid")"#),
    ("require_approval", "refunds.create", #"args.amount > 5000"#),
    ("flag", "refunds.create", #"size(args.reason) < 8 || args.reason == "other""#),
    ("flag", "refunds.*", #"agent.id.startsWith("test-")"#),
    ("deny", "refunds.create", #"args.order.startsWith("ord_0") && !agent.verified"#),
  ]

  /// The same kinds of rule for some other tool.
  private static func rule(_ index: Int) -> (effect: String, tool: String, condition: String) {
    let tool = "team\(index / 40).tool\(index % 40)"
    switch index % 5 {
    case 0: return ("allow", tool, "args.size <= \(index) && args.region in [\"eu\", \"us\"]")
    case 1: return ("deny", tool, "args.path.startsWith(\"/srv/secret/\(index)/\")")
    case 2:
      return ("deny", "team\(index / 40).*", "args.branch.matchesGlob(\"release/\(index)/**\")")
    case 3: return ("require_approval", tool, "args.count > \(index % 100)")
    default: return ("flag", tool, "args.host.matchesHost(\"*.host\(index).example.com\")")
    }
  }

  /// The YAML of a policy with this many rules (10 or more), of which 10 concern `refunds.create`.
  static func policy(rules: Int) -> String {
    var text = "version: 1\nname: measured\nlayer: project\ndefault: deny\nrules:\n"
    for (index, rule) in refundRules.enumerated() {
      text += yaml("refund-\(index)", rule.0, rule.1, rule.2)
    }
    for index in refundRules.count..<max(rules, refundRules.count) {
      let other = rule(index)
      text += yaml("rule-\(index)", other.effect, other.tool, other.condition)
    }
    return text
  }

  private static func yaml(
    _ id: String, _ effect: String, _ tool: String, _ condition: String
  ) -> String {
    var text = "  - id: \(id)\n    effect: \(effect)\n    tools: [\"\(tool)\"]\n"
    text += "    when: '\(condition)'\n"
    if effect == "require_approval" { text += "    approval: { by: [oncall], within: 15m }\n" }
    if effect == "deny" { text += "    reason: not for agents\n" }
    return text
  }

  /// Loads a policy with this many rules.
  static func load(rules: Int) throws -> PolicySet {
    try PolicySet.load([
      DocumentSource(name: "measured.yaml", bytes: Array(policy(rules: rules).utf8))
    ])
  }

  /// Prints a policy, for the daemon to load.
  static func printPolicy(_ options: Options) throws {
    print(policy(rules: try options.count("rules")), terminator: "")
  }
}
