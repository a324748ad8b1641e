import Expressions
import Foundation
import TestKit
import Testing

/// Tests mean the module's programs, not those that `TestKit` runs.
typealias Program = Expressions.Program

@Suite struct ConformanceTests {
  /// Files that test extension libraries or protocol buffers: one line `file/*` of the list stands for all their cases.
  private static let extensions: Set<String> = [
    "block_ext", "dynamic", "proto2",
  ]

  @Test func `the conformance suite of CEL passes but for the listed cases`() throws {
    guard let cases = try Corpora.lines("cel-conformance/cases.jsonl") else { return }
    var differing: [String] = []
    var notes: [String] = []
    for fields in cases {
      let test = ConformanceCase(fields)
      guard let difference = test.difference() else { continue }
      if Self.extensions.contains(test.file) {
        differing.append("\(test.file)/*")
      } else {
        differing.append(test.id)
        notes.append("\(test.id): \(test.expression) \(difference)")
      }
    }
    let known = try KnownDifferences("Expressions/conformance-differences.txt")
    if let complaint = known.complaint(about: differing) {
      Issue.record("\(complaint)\n\(notes.joined(separator: "\n"))")
    }
    #expect(cases.count > 1_700)
  }
}

/// One case of the suite, and how to run it.
private struct ConformanceCase {
  let file: String
  let id: String
  let expression: String
  private let fields: [String: Any]

  init(_ fields: [String: Any]) {
    self.fields = fields
    file = fields["file"] as? String ?? ""
    expression = fields["expr"] as? String ?? ""
    id = "\(file)/\(fields["section"] as? String ?? "")/\(fields["name"] as? String ?? "")"
  }

  /// Runs the case; nil if it comes out as it should, else what differs.
  func difference() -> String? {
    guard fields["container"] == nil else { return "needs a container" }
    var options = Environment.Options()
    options.checksTypes = fields["disable_check"] == nil
    var environment = Environment(options: options, timeZones: .system)
    var slots: [String: Int] = [:]
    for case let declaration as [String: Any] in fields["type_env"] as? [Any] ?? [] {
      guard let name = declaration["name"] as? String else { continue }
      if let type = declaration["ident"] as? [String: Any] {
        guard let type = type["type"].flatMap(Self.type) else { return "has an unknown type" }
        slots[name] = environment.declare(variable: name, type)
      } else if let function = declaration["function"] as? [String: Any] {
        guard Self.declare(name, function, in: &environment) else { return "has an unknown type" }
      }
    }
    var values: [Int: Value] = [:]
    for (name, binding) in fields["bindings"] as? [String: Any] ?? [:] {
      guard let value = ((binding as? [String: Any])?["value"]).flatMap(Self.value) else {
        return "has an unknown binding"
      }
      let slot = slots[name] ?? environment.declare(variable: name, .dyn)
      values[slot] = value
    }
    let count = (values.keys.max() ?? -1) + 1
    let activation = ValueActivation((0..<count).map { values[$0] ?? .null })
    do throws(ExpressionErrors) {
      return compare(try Program(expression, in: environment), activation)
    } catch {
      // Some hosts find out while evaluating what the checker knows.
      let isExpected = String(describing: fields["eval_error"]).contains("overload")
      return isExpected ? nil : "does not compile: \(error.errors)"
    }
  }

  private func compare(_ program: Program, _ activation: ValueActivation) -> String? {
    let typed = fields["typed_result"] as? [String: Any]
    if let type = typed?["deduced_type"] {
      guard Self.type(type) == program.resultType else { return "is of \(program.resultType)" }
      if fields["check_only"] != nil { return nil }
    }
    let outcome = program.evaluate(activation)
    if fields["eval_error"] != nil {
      if case .error = outcome { return nil }
      return "is \(outcome), not an error"
    }
    // A case without a result is expected to be true.
    let result = fields["value"] ?? typed?["result"] ?? ["bool_value": true]
    guard let expected = Self.value(result) else { return "has an unknown result" }
    if case .value(let value) = outcome, value.isSame(as: expected) { return nil }
    return "is \(outcome), not \(expected)"
  }

  // MARK: The suite's notation

  private static func declare(
    _ name: String, _ function: [String: Any], in environment: inout Environment
  ) -> Bool {
    for case let overload as [String: Any] in function["overloads"] as? [Any] ?? [] {
      let parameters = (overload["params"] as? [Any] ?? []).compactMap(type)
      guard let result = overload["result_type"].flatMap(type),
        parameters.count == (overload["params"] as? [Any])?.count
      else { return false }
      environment.declare(
        Function(
          name, parameters, returns: result,
          .variadic { (_, _) throws(EvaluationFailure) in .null }))
    }
    return true
  }

  private static func type(_ notation: Any) -> ExpressionType? {
    guard let fields = notation as? [String: Any], let (kind, content) = fields.first else {
      return nil
    }
    let inner = content as? [String: Any]
    switch kind {
    case "primitive":
      return [
        "BOOL": .bool, "INT64": .int, "UINT64": .uint, "DOUBLE": .double, "STRING": .string,
        "BYTES": .bytes,
      ][content as? String ?? ""]
    case "well_known":
      return ["TIMESTAMP": .timestamp, "DURATION": .duration, "ANY": .dyn][content as? String ?? ""]
    case "null": return .null
    case "dyn": return .dyn
    case "type": return .type
    case "list_type": return (inner?["elem_type"]).flatMap(type).map { .list($0) }
    case "map_type":
      guard let key = (inner?["key_type"]).flatMap(type),
        let value = (inner?["value_type"]).flatMap(type)
      else { return nil }
      return .map(key: key, value: value)
    case "abstract_type":
      let parameters = (inner?["parameter_types"] as? [Any] ?? []).compactMap(type)
      guard inner?["name"] as? String == "optional_type", let wrapped = parameters.first else {
        return nil
      }
      return .optional(wrapped)
    case "message_type":
      return ["google.protobuf.Timestamp": .timestamp, "google.protobuf.Duration": .duration][
        content as? String ?? ""]
    default: return nil
    }
  }

  private static func value(_ notation: Any) -> Value? {
    guard let fields = notation as? [String: Any], let (kind, content) = fields.first else {
      return nil
    }
    let text = content as? String
    switch kind {
    case "null_value": return .null
    case "bool_value": return (content as? Bool).map { .bool($0) }
    case "int64_value": return text.flatMap { Int64($0) }.map { .int($0) }
    case "uint64_value": return text.flatMap { UInt64($0) }.map { .uint($0) }
    case "double_value":
      return (text.flatMap { Double($0) } ?? content as? Double).map { .double($0) }
    case "string_value": return text.map { .string($0) }
    case "bytes_value": return text.flatMap { Data(base64Encoded: $0) }.map { .bytes(Array($0)) }
    case "type_value": return text.map { .type($0) }
    case "list_value":
      let elements = (content as? [String: Any])?["values"] as? [Any] ?? []
      let values = elements.compactMap(value)
      return values.count == elements.count ? .list(values) : nil
    case "map_value":
      let entries = (content as? [String: Any])?["entries"] as? [[String: Any]] ?? []
      return map(entries)
    case "object_value":
      let object = content as? [String: Any] ?? [:]
      guard object["@type"] as? String == "type.googleapis.com/google.protobuf.Duration",
        let seconds = (object["value"] as? String).flatMap({ Double($0.dropLast()) })
      else { return nil }
      return .duration(.nanoseconds(Int64((seconds * 1e9).rounded())))
    default: return nil
    }
  }

  private static func map(_ entries: [[String: Any]]) -> Value? {
    var names: [(String, Value)] = []
    for entry in entries {
      guard case .string(let name)? = entry["key"].flatMap(value),
        let value = entry["value"].flatMap(value)
      else { return nil }
      names.append((name, value))
    }
    return .map(MapValue(names))
  }
}

extension Value {
  /// Compares type and value, doubles that are no numbers as the same.
  fileprivate func isSame(as other: Value) -> Bool {
    switch (self, other) {
    case (.null, .null): true
    case (.bool(let left), .bool(let right)): left == right
    case (.int(let left), .int(let right)): left == right
    case (.uint(let left), .uint(let right)): left == right
    case (.double(let left), .double(let right)): left == right || left.isNaN && right.isNaN
    case (.string(let left), .string(let right)): left.utf8.elementsEqual(right.utf8)
    case (.bytes(let left), .bytes(let right)): left == right
    case (.type(let left), .type(let right)): left == right
    case (.list(let left), .list(let right)):
      left.count == right.count && zip(left, right).allSatisfy { $0.isSame(as: $1) }
    case (.map(let left), .map(let right)):
      left.count == right.count
        && left.entries.allSatisfy { right[$0.key]?.isSame(as: $0.value) == true }
    default: false
    }
  }
}

extension TimeZoneDatabase {
  /// The machine's own database.
  static let system = TimeZoneDatabase { name in
    (try? Data(contentsOf: URL(filePath: "/usr/share/zoneinfo/\(name)"))).map { Array($0) }
  }
}
