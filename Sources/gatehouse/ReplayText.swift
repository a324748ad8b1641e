import ActionModel
import Calendar
import DecisionPoint
import UnicodeText

/// Writes what a replay came to; whatever an agent wrote is escaped.
enum ReplayText {
  /// How many differences of each sort are named one by one, after the groups that count them all.
  private static let examples = 20
  /// How many groups are named.
  private static let groups = 40
  private static let longestCall = 160

  // MARK: For a terminal

  static func plain(_ report: ReplayReport) -> String {
    var text = "\(headline(report))\n"
    if let details = details(report) { text += "\(details)\n" }
    let shown = report.groups.prefix(groups)
    for isUndecidable in [false, true] {
      let own = shown.filter { $0.group.isUndecidable == isUndecidable }
      guard !own.isEmpty else { continue }
      text += isUndecidable ? "\nundecidable:\n" : "\nwould change:\n"
      for (group, count) in own {
        let turn = "\(group.before.rawValue) → \(list(group.after))"
        let why =
          isUndecidable ? "hangs on \(list(group.unknowns))" : "by \(Escaped.text(group.rule))"
        let call = "\(tool(group.tool)) of \(Escaped.text(group.agent))"
        text += "\(padded(count))  \(turn)  \(call), \(why)\n"
      }
    }
    if let rest = rest(report) { text += "        \(rest)\n" }
    for (title, differences, count) in [
      ("changes", report.changes, report.changed), ("doubts", report.doubts, report.undecidable),
    ] where !differences.isEmpty {
      text += "\nthe first \(title):\n"
      for difference in differences.prefix(examples) { text += plain(difference) }
      if count > examples { text += "    and \(count - examples) more (--format json)\n" }
    }
    return text
  }

  private static func plain(_ difference: ReplayDifference) -> String {
    let who = [difference.agent, difference.session].compactMap(\.self).map { Escaped.text($0) }
    let why =
      difference.isUndecidable
      ? "hangs on \(list(difference.unknowns))" : Escaped.text(difference.reason.text, limit: 300)
    return """
          record \(difference.sequence), \(UTCTimestamp.text(difference.time)), \(who.joined(separator: "/"))
              \(call(difference))
              \(difference.before.rawValue) → \(list(difference.after)): \(why)

      """
  }

  private static func padded(_ count: Int) -> String {
    let digits = String(count)
    return String(repeating: " ", count: max(0, 6 - digits.count)) + digits
  }

  // MARK: For a pull request

  static func markdown(_ report: ReplayReport) -> String {
    var text = "### Policy replay: \(headline(report))\n"
    if let details = details(report) { text += "\n\(details)\n" }
    let shown = report.groups.prefix(groups)
    if !shown.isEmpty {
      text += """

        | decisions | was | would be | tool | agent | because of |
        |--:|---|---|---|---|---|

        """
      for (group, count) in shown {
        let why =
          group.isUndecidable
          ? "hangs on \(code(list(group.unknowns)))" : code(Escaped.text(group.rule))
        text += """
          | \(count) | \(group.before.rawValue) | \(after(group.after, group.isUndecidable)) \
          | \(code(tool(group.tool))) | \(code(Escaped.text(group.agent))) | \(why) |

          """
      }
    }
    if let rest = rest(report) { text += "\n\(rest)\n" }
    for (title, differences, count) in [
      ("Changed", report.changes, report.changed),
      ("Undecidable", report.doubts, report.undecidable),
    ] where !differences.isEmpty {
      let shown = differences.prefix(examples)
      let which = count > examples ? "the first \(examples) of \(count)" : "\(count)"
      text += """

        <details><summary>\(title): \(which)</summary>

        | record | agent | call | was | would be | why |
        |--:|---|---|---|---|---|

        """
      for difference in shown { text += row(difference) }
      text += "\n</details>\n"
    }
    return text
  }

  private static func row(_ difference: ReplayDifference) -> String {
    let why =
      difference.isUndecidable
      ? "hangs on \(code(list(difference.unknowns)))"
      : code(Escaped.text(difference.reason.text, limit: 300))
    return """
      | \(difference.sequence) | \(code(Escaped.text(difference.agent))) | \(code(call(difference))) \
      | \(difference.before.rawValue) | \(after(difference.after, difference.isUndecidable)) | \(why) |

      """
  }

  private static func after(_ verdicts: [Verdict], _ isUndecidable: Bool) -> String {
    isUndecidable ? "undecidable: \(list(verdicts))" : "**\(list(verdicts))**"
  }

  /// Text as code that no character of it can end or turn into markup.
  private static func code(_ text: String) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "a"..."z", "A"..."Z", "0"..."9", " ", ".", ",", "/", "-":
        escaped.unicodeScalars.append(scalar)
      case _ where scalar.value > 0x7F: escaped.unicodeScalars.append(scalar)
      default: escaped += "&#\(scalar.value);"
      }
    }
    return "<code>\(escaped)</code>"
  }

  // MARK: For both

  private static func headline(_ report: ReplayReport) -> String {
    guard report.decisions > 0 else { return "no decisions to look at" }
    let of = "\(report.changed) of \(Terminal.count(report.decisions, "decision")) would change"
    return report.undecidable == 0 ? of : "\(of), \(report.undecidable) undecidable"
  }

  private static func details(_ report: ReplayReport) -> String? {
    guard let period = report.period else { return nil }
    let otherwise =
      report.unchangedByOtherRules == 0
      ? ""
      : "; \(Terminal.count(report.unchangedByOtherRules, "verdict")) would stay, by other rules"
    let unasked =
      report.unasked == 0
      ? "" : "; \(Terminal.count(report.unasked, "call")) beside them never came before a policy"
    return "from \(UTCTimestamp.text(period.lowerBound)) to \(UTCTimestamp.text(period.upperBound))"
      + otherwise + unasked
  }

  /// Says how many differences are in no group that is named.
  private static func rest(_ report: ReplayReport) -> String? {
    let left = report.groups.dropFirst(groups).reduce(report.ungrouped) { $0 + $1.count }
    return left == 0 ? nil : "and \(left) of other kinds"
  }

  private static func list(_ verdicts: [Verdict]) -> String {
    verdicts.map(\.rawValue).joined(separator: " or ")
  }

  private static func list(_ facts: [String]) -> String {
    facts.map { Escaped.text($0) }.joined(separator: ", ")
  }

  private static func tool(_ name: String) -> String { Escaped.text(name, limit: 300) }

  private static func call(_ difference: ReplayDifference) -> String {
    let name = tool(difference.tool.canonical ?? difference.tool.description)
    guard let arguments = difference.arguments else { return name }
    let text = Escaped.text(String(decoding: arguments, as: UTF8.self), limit: longestCall)
    return "\(name) \(text)"
  }
}
