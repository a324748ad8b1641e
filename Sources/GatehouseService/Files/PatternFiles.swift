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
      do throws(YAMLError) {
        patterns += read(try YAMLDocument.parse(source.bytes), source, &problems)
      } catch {
        problems.error(error.message, in: source, at: error.position, hint: error.hint)
      }
    }
    guard !problems.hasErrors else { throw DocumentErrors(problems: problems.sorted) }
    return patterns
  }

  private static func read(
    _ root: YAMLNode, _ source: DocumentSource, _ problems: inout ProblemList
  ) -> [InspectionOptions.Pattern] {
    guard
      let section = Section(
        root, "a file of patterns", keys: ["version", "patterns"], in: source, &problems),
      section.required("version", &problems), section.required("patterns", &problems)
    else { return [] }
    if section.member("version")?.value.int != 1 {
      problems.error(
        "`version` is 1", in: source, at: section.position(of: "version"),
        hint: "write `version: 1`")
    }
    guard let member = section.member("patterns") else { return [] }
    guard let elements = member.value.elements else {
      section.wrong(member, is: "a list of patterns", &problems)
      return []
    }
    return elements.compactMap { pattern($0, source, &problems) }
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
