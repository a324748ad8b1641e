import AuditLog
import Crypto
import JSON
import Limits

/// The image of the counters as it lies on the disk: the SHA-256 of the rest in hexadecimal, a line break, and JSON.
struct CounterFile: Equatable {
  /// Its name in the data directory.
  static let name = "counters.json"

  /// The log that it goes with.
  var log: String
  /// What the log has from here on may not be in the image.
  var end: AuditPosition
  /// When it was made, and what the counters' own clock showed.
  var moment: CounterClock.Moment
  var time: Int64
  var image: CounterImage

  private static let format: Int64 = 1
  private static let limits = JSONLimits(bytes: .max, tokens: .max, depth: 8)
  /// The longest file that is read, far beyond what full counters take.
  static let longest = 1 << 30

  var bytes: [UInt8] {
    var writer = JSONWriter(capacity: 1_024)
    writer.beginObject()
    writer.member("boot", moment.boot)
    for (key, value) in [("format", Self.format), ("monotonic", moment.monotonic)] {
      writer.key(key)
      writer.int(value)
    }
    writer.key("image")
    image.write(to: &writer)
    writer.member("log", string: log)
    writer.member("offset", end.offset)
    writer.member("segment", end.segment)
    writer.key("sequence")
    writer.int(end.sequence)
    for (key, value) in [("time", time), ("wall", moment.wall)] {
      writer.key(key)
      writer.int(value)
    }
    writer.endObject()
    return Array("\(SHA256.hash(writer.bytes))\n".utf8) + writer.bytes
  }
}

extension CounterFile {
  /// Reads what ``bytes`` wrote; nil for anything else.
  init?(bytes: [UInt8]) {
    guard let end = bytes.firstIndex(of: UInt8(ascii: "\n")), end == 64,
      let digest = SHA256Digest(lowerHex: bytes[..<end])
    else { return nil }
    let body = Array(bytes[(end + 1)...])
    guard SHA256.hash(body) == digest,
      let value = try? JSONDocument.parse(body, limits: Self.limits),
      value["format"]?.number == .int(Self.format), let log = value["log"]?.string,
      case .int(let sequence)? = value["sequence"]?.number, sequence >= 0,
      case .int(let segment)? = value["segment"]?.number,
      case .int(let offset)? = value["offset"]?.number, offset >= 0,
      case .int(let wall)? = value["wall"]?.number,
      case .int(let monotonic)? = value["monotonic"]?.number,
      case .int(let time)? = value["time"]?.number, time >= 0,
      let image = value["image"].flatMap({ CounterImage($0) })
    else { return nil }
    self.init(
      log: log,
      end: AuditPosition(sequence: UInt64(sequence), segment: Int(segment), offset: Int(offset)),
      moment: CounterClock.Moment(wall: wall, monotonic: monotonic, boot: value["boot"]?.string),
      time: time, image: image)
  }
}
