import Documents
import JSON
import YAML

/// Reads what an obligation needs: `paths` into the arguments or the result, and a `value`.
enum ObligationTerms {
  static func read(
    _ section: Section, _ effect: RuleEffect, _ problems: inout ProblemList
  ) -> (paths: [String], value: JSONValue?) {
    guard effect.obliges else { return ([], nil) }
    require(
      "paths", section, effect, hint: "name what it concerns, such as `[/card/number]`", &problems)
    let paths = (section.texts("paths", &problems) ?? []).compactMap {
      (text, position) -> String? in
      guard !text.isEmpty, JSONPointer.isWellFormed(text) else {
        problems.error(
          "`\(text)` is not a JSON pointer", in: section.source, at: position,
          hint: "write `/` before each member name, such as `/card/number`")
        return nil
      }
      return text
    }
    guard effect != .redact else { return (paths, nil) }
    require("value", section, effect, hint: "say what to put there, or the bound", &problems)
    guard let member = section.member("value") else { return (paths, nil) }
    if effect == .limit, member.value.double == nil {
      section.wrong(member, is: "a number in a rule with the effect `limit`", &problems)
    }
    guard let value = JSONValue(member.value) else {
      problems.error(
        "`value` has no JSON form", in: section.source, at: member.value.position,
        hint: "JSON has no infinite numbers and at most 64 levels")
      return (paths, nil)
    }
    return (paths, value)
  }

  private static func require(
    _ key: String, _ section: Section, _ effect: RuleEffect, hint: String,
    _ problems: inout ProblemList
  ) {
    guard section.member(key) == nil else { return }
    problems.error(
      "`\(key)` is missing in a rule with the effect `\(effect.rawValue)`", in: section.source,
      at: section.position, hint: hint)
  }
}
