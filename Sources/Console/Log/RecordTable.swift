import AuditLog
import JSON

/// Writes records as rows of a table (RFC 4180), of which spreadsheets run nothing.
enum RecordTable {
  private static let columns = [
    "seq", "time", "type", "verdict", "code", "reason", "agent", "verified", "via", "tenant",
    "session", "tool", "rules", "approval", "approvers", "id", "details",
  ]

  static let header: [UInt8] = row(columns)

  /// Appends the row of a record; `details` has a decision's arguments, and of another event everything.
  static func write(_ record: AuditRecord, to bytes: inout [UInt8]) {
    let event = record.event
    let isDecision = event["type"]?.isString(equalTo: "decision") ?? false
    let agent = event["agent"]
    let details = isDecision ? event["args"] : event
    bytes += row([
      String(record.sequence), text(event["time"]), text(event["type"]), text(event["verdict"]),
      text(event["reason"]?["code"]), text(event["reason"]?["text"] ?? event["reason"]),
      text(agent?["id"] ?? agent), text(agent?["verified"]), text(agent?["via"]),
      text(event["tenant"]), text(event["session"]), EventRow.name(of: event["tool"]),
      list(event["rules"]), text(event["approval"]), list(event["approvers"]), text(event["id"]),
      details.map { String(decoding: $0.rawBytes, as: UTF8.self) } ?? "",
    ])
  }

  /// The row that ends a table which is not whole.
  static func interruption(_ reason: String) -> [UInt8] { row(["incomplete", reason]) }

  private static func text(_ value: JSONValue?) -> String {
    guard let value else { return "" }
    if let text = value.string { return text }
    return value.kind == .object || value.kind == .array
      ? "" : String(decoding: value.rawBytes, as: UTF8.self)
  }

  private static func list(_ value: JSONValue?) -> String {
    value?.elements.compactMap(\.string).joined(separator: " ") ?? ""
  }

  private static func row(_ cells: [String]) -> [UInt8] {
    var bytes: [UInt8] = []
    for (index, cell) in cells.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      append(cell, to: &bytes)
    }
    bytes += [UInt8(ascii: "\r"), UInt8(ascii: "\n")]
    return bytes
  }

  private static func append(_ cell: String, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    // Spreadsheets compute what begins like this, within quotes too; an apostrophe makes it text.
    if isFormula(cell) { bytes.append(UInt8(ascii: "'")) }
    for byte in cell.utf8 {
      if byte == UInt8(ascii: "\"") { bytes.append(byte) }
      bytes.append(byte)
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private static func isFormula(_ cell: String) -> Bool {
    let isSpace: (Unicode.Scalar) -> Bool = { $0.properties.isWhitespace || $0.value < 0x20 }
    guard let first = cell.unicodeScalars.first else { return false }
    if first != " ", isSpace(first) { return true }
    guard let sign = cell.unicodeScalars.first(where: { !isSpace($0) }) else { return false }
    return ["=", "+", "-", "@", "＝", "＋", "－", "＠"].contains(sign)
  }
}
