import ContentInspection
import Documents
import YAML

/// Reads the files that hold the user's own patterns.
enum PatternFiles {
  /// - Throws: `FileError` or `DocumentErrors`.
  static func read(_ paths: [String]) throws -> [InspectionOptions.Pattern] {
    var problems = ProblemList()
    var patterns: [InspectionOptions.Pattern] = []
    for path in paths {
      let source = DocumentSource(name: path, bytes: try Files.readRegular(path))
      for element in ListFile.elements(of: "patterns", in: source, &problems) {
        if let pattern = pattern(element, source, &problems) { patterns.append(pattern) }
      }
    }
    guard !problems.hasErrors else { throw DocumentErrors(problems: problems.sorted) }
    return patterns
  }

  private static func pattern(
    _ node: YAMLNode, _ source: DocumentSource, _ problems: inout ProblemList
  ) -> InspectionOptions.Pattern? {
    guard
      let section = Section(
        node, "a pattern", keys: ["id", "matches", "severity"], in: source, &problems),
      section.required("id", &problems), section.required("matches", &problems),
      let id = section.text("id", &problems), let expression = section.text("matches", &problems)
    else { return nil }
    let pattern = InspectionOptions.Pattern(
      id: id, expression: expression,
      severity: section.word("severity", as: Severity.self, &problems) ?? .medium)
    if let complaint = ContentInspector.complaint(about: pattern) {
      problems.error("\(complaint)", in: source, at: section.position)
    }
    return pattern
  }
}
