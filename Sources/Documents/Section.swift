import Matching
package import YAML

/// Reads one mapping of a document member by member, and collects what is wrong with it.
package struct Section {
  package let source: DocumentSource
  /// What the mapping is, as messages name it, such as `a rule`.
  package let what: String
  package let position: YAMLPosition
  private let members: [YAMLMember]

  /// Takes a mapping whose keys are all known; reports others, and nodes that are no mapping.
  package init?(
    _ node: YAMLNode, _ what: String, keys: [String], in source: DocumentSource,
    _ problems: inout ProblemList
  ) {
    guard let members = node.members else {
      problems.error(
        "\(what) is a mapping, and this is \(node.kindName)", in: source, at: node.position)
      return nil
    }
    self.source = source
    self.what = what
    self.members = members
    position = node.position
    for member in members where !keys.contains(member.name) {
      let meant = Suggestion.closest(to: member.name, among: keys)
      problems.error(
        "\(what) has no key `\(member.name)`", in: source, at: member.keyPosition,
        hint: meant.map { "did you mean `\($0)`?" } ?? "use \(list(keys))")
    }
  }

  package func member(_ key: String) -> YAMLMember? { members.first { $0.name == key } }

  /// Where the member's value stands, or the mapping where it has none.
  package func position(of key: String) -> YAMLPosition {
    member(key)?.value.position ?? position
  }

  /// Says whether a member is there, and reports it missing.
  package func required(_ key: String, _ problems: inout ProblemList) -> Bool {
    if member(key) != nil { return true }
    problems.error("`\(key)` is missing in \(what)", in: source, at: position)
    return false
  }

  // MARK: Values; nil where the key is absent, or its value was reported

  package func text(_ key: String, _ problems: inout ProblemList) -> String? {
    guard let member = member(key) else { return nil }
    guard let text = member.value.string else {
      wrong(member, is: "a string", &problems)
      return nil
    }
    guard !text.isEmpty else {
      problems.error("`\(key)` is empty", in: source, at: member.value.position)
      return nil
    }
    return text
  }

  package func flag(_ key: String, _ problems: inout ProblemList) -> Bool? {
    guard let member = member(key) else { return nil }
    guard let flag = member.value.bool else {
      wrong(member, is: "`true` or `false`", &problems)
      return nil
    }
    return flag
  }

  /// Reads one word of a closed list.
  package func word<Word: RawRepresentable & CaseIterable>(
    _ key: String, as: Word.Type, _ problems: inout ProblemList
  ) -> Word? where Word.RawValue == String {
    guard let text = text(key, &problems) else { return nil }
    return word(text, key, at: position(of: key), &problems)
  }

  /// Reads a list of words of a closed list, each at most once.
  package func words<Word: RawRepresentable & CaseIterable>(
    _ key: String, as: Word.Type, _ problems: inout ProblemList
  ) -> [Word]? where Word.RawValue == String {
    texts(key, &problems)?.compactMap { word($0.text, key, at: $0.position, &problems) }
  }

  /// Reads a list of strings that may be empty.
  package func anyTexts(_ key: String, _ problems: inout ProblemList) -> [String]? {
    if let elements = member(key)?.value.elements, elements.isEmpty { return [] }
    return texts(key, &problems)?.map(\.text)
  }

  /// Reads a list of strings, which holds at least one and none twice.
  package func texts(
    _ key: String, _ problems: inout ProblemList
  ) -> [(text: String, position: YAMLPosition)]? {
    guard let member = member(key) else { return nil }
    guard let elements = member.value.elements else {
      wrong(
        member, is: "a list of strings, such as `[\(member.value.string ?? "a, b")]`", &problems)
      return nil
    }
    guard !elements.isEmpty else {
      problems.error(
        "`\(key)` is empty", in: source, at: member.value.position,
        hint: "remove it, or name at least one")
      return nil
    }
    var seen: Set<String> = []
    return elements.compactMap { element in
      guard let text = element.string, !text.isEmpty else {
        problems.error(
          "`\(key)` holds strings, and this is \(element.kindName)", in: source,
          at: element.position)
        return nil
      }
      guard seen.insert(text).inserted else {
        problems.error("`\(text)` stands twice in `\(key)`", in: source, at: element.position)
        return nil
      }
      return (text, element.position)
    }
  }

  package func wrong(_ member: YAMLMember, is expected: String, _ problems: inout ProblemList) {
    problems.error(
      "`\(member.name)` is \(expected), and this is \(member.value.kindName)", in: source,
      at: member.value.position)
  }

  private func word<Word: RawRepresentable & CaseIterable>(
    _ text: String, _ key: String, at position: YAMLPosition, _ problems: inout ProblemList
  ) -> Word? where Word.RawValue == String {
    if let word = Word(rawValue: text) { return word }
    let known = Word.allCases.map(\.rawValue)
    let meant = Suggestion.closest(to: text, among: known)
    problems.error(
      "`\(text)` is not a value of `\(key)`", in: source, at: position,
      hint: meant.map { "did you mean `\($0)`?" } ?? "use \(list(known))")
    return nil
  }

  private func list(_ words: [String]) -> String {
    let quoted = words.map { "`\($0)`" }
    guard let last = quoted.last, quoted.count > 1 else { return quoted.first ?? "" }
    return quoted.dropLast().joined(separator: ", ") + " or " + last
  }
}
