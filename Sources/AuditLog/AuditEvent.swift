import Calendar
import JSON

/// What the log records in one line: an object of canonical JSON, built on the thread of whoever
/// reports it.
package struct AuditEvent: Sendable {
  /// The object's bytes; canonical JSON (RFC 8785) holds no line break, which the log relies on.
  package let body: [UInt8]
  /// Its `time`, in nanoseconds since 1970; nil where whoever built the object does not say.
  let time: Int64?

  /// Takes an object that is canonical JSON already, and its `time`.
  package init(canonicalBody body: [UInt8], time: Int64? = nil) {
    assert(!body.contains(UInt8(ascii: "\n")), "an event must be one line")
    self.body = body
    self.time = time
  }

  /// The value of one member of an event.
  package enum Value: Sendable {
    case string(String)
    case integer(Int64)
    case flag(Bool)
    case strings([String])
  }

  /// Builds an event from its type (`policy.reload`, say), its time in nanoseconds since 1970, and
  /// other members.
  package init(type: String, time: Int64, _ members: [String: Value] = [:]) {
    var members = members
    members["type"] = .string(type)
    members["time"] = .string(UTCTimestamp.text(time))
    var writer = JSONWriter(capacity: 256)
    writer.beginObject()
    for (key, value) in members.sorted(by: { $0.key.utf16.lexicographicallyPrecedes($1.key.utf16) })
    {
      writer.key(key)
      switch value {
      case .string(let text): writer.string(text)
      case .integer(let number): writer.int(number)
      case .flag(let flag): writer.bool(flag)
      case .strings(let texts):
        writer.beginArray()
        for text in texts { writer.string(text) }
        writer.endArray()
      }
    }
    writer.endObject()
    body = writer.bytes
    self.time = time
  }
}
