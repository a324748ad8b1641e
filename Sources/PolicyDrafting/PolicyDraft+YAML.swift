extension PolicyDraft {
  /// The policy as YAML, with the reason for every rule.
  package var yaml: String {
    var text = """
      # Drafted from \(tools) tool\(tools == 1 ? "" : "s") and \(tasks) task\(tasks == 1 ? "" : "s"), by their words alone.
      # Read it before you use it: what is not allowed here is held until a human agrees.
      version: 1
      default: require_approval
      rules:

      """
    if !reads.isEmpty {
      text += "  # These only read.\n"
      text += "  - id: \(unusedID)\n    effect: allow\n    tools:\n"
      for tool in reads { text += "      - \"\(tool)\"\n" }
    }
    for entry in entries {
      if case .allowed(let terms) = entry.answer { text += Self.rule(entry, terms) }
    }
    text += heldOnly
    let held = entries.filter(\.isHeld)
    if !held.isEmpty {
      text += "\n# Held, since no rule allows them:\n"
      for entry in held { text += "#   \(entry.tool) \(entry.why).\n" }
    }
    return text
  }

  private static func rule(_ entry: Entry, _ terms: [String]) -> String {
    var text = "  # \(entry.tool) \(entry.why).\n"
    text += "  - id: \"\(entry.tool)\"\n    effect: allow\n    tools: [\"\(entry.tool)\"]\n"
    guard !terms.isEmpty else { return text }
    text += "    when: |\n"
    for line in terms.joined(separator: "\n&& ").split(separator: "\n") {
      text += "      \(line)\n"
    }
    return text
  }

  /// A policy has at least one rule: where nothing is allowed, one that says so.
  private var heldOnly: String {
    guard reads.isEmpty, entries.allSatisfy(\.isHeld) else { return "" }
    return "  # Nothing is allowed.\n  - id: everything\n    effect: require_approval\n"
  }

  /// An id for the rule of readers that no tool's rule has.
  private var unusedID: String {
    let taken = Set(entries.map(\.tool))
    var id = "reads"
    while taken.contains(id) { id += "-only" }
    return id
  }
}

extension PolicyDraft.Entry {
  fileprivate var isHeld: Bool { if case .held = answer { true } else { false } }
}
