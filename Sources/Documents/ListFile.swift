package import YAML

/// Reads files of one form: `version: 1`, and a list under one more key.
package enum ListFile {
  /// The elements of the list; none where the file is not of that form, which is reported.
  package static func elements(
    of key: String, in source: DocumentSource, _ problems: inout ProblemList
  ) -> [YAMLNode] {
    let root: YAMLNode
    do throws(YAMLError) {
      root = try YAMLDocument.parse(source.bytes)
    } catch {
      problems.error(error.message, in: source, at: error.position, hint: error.hint)
      return []
    }
    guard
      let section = Section(
        root, "a file of \(key)", keys: ["version", key], in: source, &problems),
      section.required("version", &problems), section.required(key, &problems)
    else { return [] }
    if section.member("version")?.value.int != 1 {
      problems.error(
        "`version` is 1", in: source, at: section.position(of: "version"),
        hint: "write `version: 1`")
    }
    guard let member = section.member(key) else { return [] }
    guard let elements = member.value.elements else {
      section.wrong(member, is: "a list of \(key)", &problems)
      return []
    }
    return elements
  }
}
