import Documents
import YAML

extension ApprovalTerms {
  init?(_ node: YAMLNode, in source: DocumentSource, _ problems: inout ProblemList) {
    guard
      let section = Section(node, "an approval", keys: ["by", "within"], in: source, &problems)
    else { return nil }
    approvers = section.texts("by", &problems)?.map(\.text) ?? []
    within = section.text("within", &problems).flatMap { text in
      guard let nanoseconds = DurationText.nanoseconds(text), nanoseconds > 0 else {
        problems.error(
          "`\(text)` is not a time to wait", in: source, at: section.position(of: "within"),
          hint: "write `90s`, `15m` or `1h30m`")
        return nil
      }
      return nanoseconds
    }
  }
}
