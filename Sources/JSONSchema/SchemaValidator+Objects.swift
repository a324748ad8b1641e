import JSON
import Matching

extension SchemaValidator {
  mutating func askObject(
    _ keyword: SchemaKeyword, _ value: JSONValue, _ marks: inout Marks
  ) -> Bool {
    switch keyword {
    case .members(let rules): return askMembers(rules, value, &marks)
    case .required(let names): return askRequired(names, value)
    case .memberCount(let range): return askCount(value.count, range, "members")
    case .propertyNames(let node): return askNames(node, value)
    case .dependentRequired(let all):
      for (name, needs) in all {
        guard spend(1 + value.count) else { return false }
        if value[name] != nil, !askRequired(needs, value) { return false }
      }
      return true
    case .dependentSchemas(let all):
      for (name, node) in all {
        guard spend(1 + value.count) else { return false }
        if value[name] != nil, !check(node, value, &marks) { return false }
      }
      return true
    case .unevaluatedProperties(let node):
      for (index, (name, member)) in value.members.enumerated() where marks?[index] != true {
        guard spend(1), check(node, member, member: name) else { return false }
        marks?[index] = true
      }
      return true
    default: return true
    }
  }

  private mutating func askMembers(
    _ rules: MemberRules, _ value: JSONValue, _ marks: inout Marks
  ) -> Bool {
    for (index, (name, member)) in value.members.enumerated() {
      guard spend(1 + rules.patterns.count * (1 + name.utf8.count / 64)) else { return false }
      var isKnown = false
      if let node = rules.named[MemberName(text: name)] {
        isKnown = true
        guard check(node, member, member: name) else { return false }
      }
      for (pattern, node) in rules.patterns where pattern.matches(name) {
        isKnown = true
        guard check(node, member, member: name) else { return false }
      }
      if !isKnown, let node = rules.additional {
        isKnown = true
        guard check(node, member, member: name) else { return false }
      }
      if isKnown { marks?[index] = true }
    }
    return true
  }

  private mutating func askRequired(_ names: [String], _ value: JSONValue) -> Bool {
    for name in names {
      guard spend(1 + value.count) else { return false }
      if value[name] == nil { return fail("lacks `\(name)`") }
    }
    return true
  }

  /// Asks about the names of members, each as a value of its own.
  private mutating func askNames(_ node: Int, _ value: JSONValue) -> Bool {
    for (name, _) in value.members {
      var writer = JSONWriter()
      writer.string(name)
      guard spend(1 + name.utf8.count / 64), let text = try? JSONDocument.parse(writer.bytes) else {
        return false
      }
      var marks: Marks = nil
      guard tries(node, text, &marks) else {
        return fail("has a member whose name is not allowed")
      }
    }
    return true
  }
}
