import Calendar
import Documents
import YAML

extension ApprovalTerms {
  /// The most approvers that a rule may ask for.
  private static let largestQuorum = 100

  init?(_ node: YAMLNode, in source: DocumentSource, _ problems: inout ProblemList) {
    guard
      let section = Section(
        node, "an approval", keys: ["by", "quorum", "within", "same_policy"], in: source, &problems)
    else { return nil }
    approvers = section.texts("by", &problems)?.map(\.text) ?? []
    isBoundToPolicy = section.flag("same_policy", &problems) ?? false
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
