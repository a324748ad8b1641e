import Foundation

extension RawClient {
  /// Makes a request, JSON unless told otherwise, and reads the answer.
  package func ask(
    _ method: String, _ path: String, host: String? = nil, token: String? = nil,
    fields: [String] = [], body: String? = nil
  ) async throws -> Response {
    var lines = ["\(method) \(path) HTTP/1.1", "Host: \(host ?? self.host)"] + fields
    if let token { lines.append("Authorization: Bearer \(token)") }
    if let body {
      if !fields.contains(where: { $0.lowercased().hasPrefix("content-type:") }) {
        lines.append("Content-Type: application/json")
      }
      lines.append("Content-Length: \(body.utf8.count)")
    }
    try await send((lines + ["", body ?? ""]).joined(separator: "\r\n"))
    guard let response = try await response() else {
      throw Failure(description: "the connection ended without an answer")
    }
    return response
  }
}

extension RawClient.Response {
  /// The value of a field; nil where it does not occur.
  package func field(_ name: String) -> String? {
    let line = head.components(separatedBy: "\r\n").dropFirst().first {
      $0.lowercased().hasPrefix(name.lowercased() + ":")
    }
    return line.map { $0.dropFirst(name.count + 1).trimmingCharacters(in: .whitespaces) }
  }

  /// The content as a JSON object; empty where it is none.
  package var json: [String: Any] {
    (try? JSONSerialization.jsonObject(with: Data(body.utf8)) as? [String: Any]) ?? [:]
  }

  /// The text at a path of members, such as `reason.code`.
  package func text(_ path: String) -> String? {
    var value: Any? = json
    for member in path.split(separator: ".") {
      value = (value as? [String: Any])?[String(member)]
    }
    return value as? String
  }

  package func number(_ member: String) -> Int? { json[member] as? Int }

  package func list(_ member: String) -> [String]? { json[member] as? [String] }
}
