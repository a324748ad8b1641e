import Calendar
import Documents
import JSON
import YAML

extension ApprovalTerms {
  /// The most approvers that a rule may ask for.
  private static let largestQuorum = 100

  init?(_ node: YAMLNode, in source: DocumentSource, _ problems: inout ProblemList) {
    guard
      let section = Section(
        node, "an approval", keys: ["by", "quorum", "within", "same_policy", "hide"], in: source,
        &problems)
    else { return nil }
    approvers = section.texts("by", &problems)?.map(\.text) ?? []
    isBoundToPolicy = section.flag("same_policy", &problems) ?? false
    hidden =
      section.texts("hide", &problems)?.compactMap { pointer in
        if !pointer.text.isEmpty, JSONPointer.isWellFormed(pointer.text) { return pointer.text }
        problems.error(
          "`\(pointer.text)` names no argument", in: source, at: pointer.position,
          hint: "write a JSON pointer, such as `/card/number`")
        return nil
      } ?? []
    within = section.text("within", &problems).flatMap { text in
      guard let nanoseconds = SpanText.nanoseconds(text) else {
        problems.error(
          "`\(text)` is not a time to wait", in: source, at: section.position(of: "within"),
          hint: "write `90s`, `15m` or `1h30m`")
        return nil
      }
      return nanoseconds
    }
    quorum =
      section.member("quorum").map { member in
        guard let number = member.value.int.flatMap(Int.init(exactly:)),
          (1...Self.largestQuorum).contains(number)
        else {
          problems.error(
            "`quorum` is a whole number from 1 to \(Self.largestQuorum)", in: source,
            at: member.value.position, hint: "say how many have to approve")
          return 1
        }
        return number
      } ?? 1
  }
}
