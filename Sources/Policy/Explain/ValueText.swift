import ActionModel
import Expressions
import JSON
import UnicodeText

/// Writes values for people: JSON where there is any, at most 200 characters.
enum ValueText {
  private static let limit = 200

  static func write(_ outcome: Outcome) -> String {
    switch outcome {
    case .value(let value): shortened(write(value))
    case .error(let error): "error: \(error.message)"
    case .unknown: "not known yet"
    }
  }

  private static func write(_ value: Value) -> String {
    switch value {
    case .null: "null"
    case .bool(let value): "\(value)"
    case .int(let value): "\(value)"
    case .uint(let value): "\(value)"
    case .double(let value): "\(value)"
    case .string(let text): quoted(text)
    case .bytes(let bytes): "\(bytes.count) bytes"
    case .list(let values): "[" + values.map(write).joined(separator: ", ") + "]"
    case .map(let map):
      "{" + map.entries.map { "\(write($0.key)): \(write($0.value))" }.joined(separator: ", ") + "}"
    case .type(let name): name
    case .timestamp(let moment): "\(moment)"
    case .duration(let span): "\(span)"
    case .json(let json): String(decoding: json.rawBytes, as: UTF8.self)
    case .opaque(let value): write(value)
    case .unknown: "not known"
    }
  }

  private static func write(_ value: any OpaqueValue) -> String {
    switch value {
    case let value as TargetValue: value.target.description
    case let value as DirectoriesValue: value.directories.joined(separator: ", ")
    default: value.typeName
    }
  }

  private static func quoted(_ text: String) -> String {
    var writer = JSONWriter()
    writer.string(text)
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  private static func shortened(_ text: String) -> String {
    Escaped.text(text, limit: limit)
  }
}
