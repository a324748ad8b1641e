import JSON
import UnicodeText

/// Writes approvals for a terminal; whatever an agent wrote is escaped, and nothing is left out.
enum ApprovalText {
  /// One line: id, time left, who, what.
  static func line(_ approval: JSONValue) -> String {
    let place = [approval["agent"], approval["session"]].compactMap { $0.map(plain) }
    return [
      plain(approval["id"]), plain(approval["state"]), "until \(plain(approval["expires_at"]))",
      place.joined(separator: "/"), plain(approval["tool"]), plain(approval["summary"]),
    ].joined(separator: "  ")
  }

  /// Everything that is known of a request.
  static func whole(_ approval: JSONValue) -> String {
    let request = approval["request"]
    let agent = request?["agent"]
    var rows: [(String, String)] = [
      ("state", "\(plain(approval["state"])), until \(plain(approval["expires_at"]))"),
      ("tool", plain(approval["tool"])),
      (
        "agent",
        plain(agent?["id"]) + (agent?["verified"]?.bool == true ? "" : ", not verified")
          + (agent?["via"].map { ", via \(plain($0))" } ?? "")
      ),
      ("tenant", plain(request?["tenant"])),
    ]
    if let session = request?["session"] { rows.append(("session", plain(session))) }
    rows.append(("why", plain(request?["reason"])))
    for demand in elements(of: request?["demands"]) {
      let names = elements(of: demand["by"]).map(plain).joined(separator: ", ")
      rows.append(
        (
          "asks",
          "\(plain(demand["quorum"])) of \(names.isEmpty ? "any approvers" : names)"
            + (demand["rule"]?.string.map { $0.isEmpty ? "" : " (rule `\(plain(demand["rule"]))`)" }
              ?? "")
        ))
    }
    for target in elements(of: request?["targets"]) {
      rows.append(("effect", "\(plain(target["kind"])) \(plain(target["text"]))"))
    }
    rows.append(("undoing", plain(request?["reversibility"])))
    if let arguments = request?["args"] { rows.append(("args", plain(arguments))) }
    if let context = request?["context"] { rows.append(("context", plain(context))) }
    for vote in elements(of: approval["votes"]) {
      rows.append(("vote", "\(plain(vote["verdict"])) by \(plain(vote["approver"]))"))
    }
    let width = rows.map(\.0.count).max() ?? 0
    let lines = rows.map { name, value in
      "  " + name + String(repeating: " ", count: width - name.count + 2) + value
    }
    let title = "\(plain(approval["id"]))  \(plain(approval["summary"]))"
    return ([title] + lines).joined(separator: "\n")
  }

  /// A string without its quotes, any other value as JSON; escaped, and whole.
  private static func plain(_ value: JSONValue?) -> String {
    guard let value else { return "" }
    return Escaped.text(
      value.string ?? String(decoding: value.rawBytes, as: UTF8.self), limit: .max)
  }

  private static func elements(of value: JSONValue?) -> [JSONValue] {
    value.map { Array($0.elements) } ?? []
  }
}
