import JSON

/// One record as the stream of events shows it, with what filters look at; an object, since many streams show the same.
final class EventRow: Sendable {
  let sequence: UInt64
  /// `{"seq": …, "event": {…}}`.
  let json: [UInt8]
  let agent: String
  let session: String
  let tool: String
  let verdict: String
  let rules: [String]
  /// The event in lower case as far as it is ASCII.
  let text: [UInt8]

  /// Events longer than this many bytes are shown without their largest members.
  static let wholeEvent = 4_096
  private static let large: Set<String> = ["args", "effects", "findings"]

  /// - Parameter body: the event, canonical JSON.
  init(_ sequence: UInt64, _ body: [UInt8]) {
    let limits = JSONLimits(bytes: body.count, tokens: body.count + 1, depth: 128)
    let event = (try? JSONDocument.parse(body, limits: limits)) ?? .emptyObject
    self.sequence = sequence
    agent = event["agent"]?["id"]?.string?.lowercased() ?? ""
    session = event["session"]?.string?.lowercased() ?? ""
    verdict = event["verdict"]?.string ?? ""
    rules = event["rules"]?.elements.compactMap { $0.string?.lowercased() } ?? []
    tool = Self.name(of: event["tool"]).lowercased()
    text = body.map(Self.lowercase)
    json = Self.write(sequence, event, body)
  }

  /// A byte of `text`.
  static func lowercase(_ byte: UInt8) -> UInt8 {
    (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
  }

  /// `channel:server/name`.
  static func name(of tool: JSONValue?) -> String {
    guard let tool, let name = tool["name"]?.string else { return "" }
    let server = tool["server"]?.string.map { "\($0)/" } ?? ""
    return "\(tool["channel"]?.string ?? ""):\(server)\(name)"
  }

  private static func write(_ sequence: UInt64, _ event: JSONValue, _ body: [UInt8]) -> [UInt8] {
    var writer = JSONWriter(capacity: min(body.count, wholeEvent) + 64)
    writer.beginObject()
    writer.member("seq", Int(clamping: sequence))
    writer.key("event")
    if body.count <= wholeEvent {
      writer.raw(body.span)
    } else {
      writer.beginObject()
      for (name, value) in event.members
      where !large.contains(name) && value.rawBytes.count < wholeEvent {
        writer.key(name)
        writer.raw(Array(value.rawBytes).span)
      }
      writer.endObject()
      writer.member("bytes", body.count)
    }
    writer.endObject()
    return writer.bytes
  }
}
