import WebURL

/// Everything that a path given as an argument may be read as.
///
/// The file system takes it as it stands; a program in front of it may decode it once or more, turn backslashes, expand
/// `~`, cut it off at a NUL or take dots out. Each reading that differs is one place that the call could reach.
struct PathReadings {
  /// How often encodings are undone; text that is still encoded then could be anything.
  private static let rounds = 3

  /// The readings, the text itself first.
  private(set) var texts: [String]
  /// Why there may be readings that are not among them; nil where there are none.
  private(set) var gap: String?

  init(of text: String) {
    texts = [text]
    if Self.isPlain(text.utf8) { return }
    let bytes = Array(text.utf8)
    add(bytes)
    for style in Style.allCases { undo(bytes, style) }
    addURL(text)
  }

  /// How a program reads text before and after each decoding.
  private enum Style: CaseIterable {
    case strict
    /// Backslashes are slashes.
    case windows
    case lenient

    func read(_ bytes: [UInt8]) -> [UInt8] {
      switch self {
      case .strict: bytes
      case .windows: bytes.map { $0 == UInt8(ascii: "\\") ? UInt8(ascii: "/") : $0 }
      case .lenient: PathDecoding.lenient(bytes)
      }
    }
  }

  /// Adds what each round of decoding makes of a text.
  private mutating func undo(_ bytes: [UInt8], _ style: Style) {
    var bytes = style.read(bytes)
    for _ in 0..<Self.rounds {
      guard let next = PathDecoding.percent(bytes, isWide: style == .lenient) else { return }
      add(next)
      bytes = style.read(next)
    }
    if PathDecoding.percent(bytes, isWide: style == .lenient) != nil {
      gap = "the path is encoded more than \(Self.rounds) times"
    }
  }

  /// Whether text can be read in one way only, as nearly all paths can.
  private static func isPlain(_ text: String.UTF8View) -> Bool {
    var last: UInt8 = 0
    for byte in text {
      switch byte {
      case 0, UInt8(ascii: "%"), UInt8(ascii: "\\"), UInt8(ascii: ":"), UInt8(ascii: ";"),
        UInt8(ascii: "~"), 0x80...:
        return false
      // Three dots and more are a climb to some, and two where a filter has been at them.
      case UInt8(ascii: ".") where last == byte: return false
      default: break
      }
      last = byte
    }
    return true
  }

  private mutating func add(_ bytes: [UInt8]) {
    addText(bytes)
    addText(Style.windows.read(bytes))
    let slashed = Style.lenient.read(bytes)
    addText(slashed)
    // A code in a text that is not UTF-8 means something to whoever wrote it.
    if gap == nil, String(validating: slashed, as: UTF8.self) == nil {
      gap = "the path decodes to bytes that are not UTF-8"
    }
    if let drive = Self.drivePath(slashed) { addText(drive) }
    addText(Self.withoutParameters(slashed))
    if let climbing = Self.withoutClimbs(slashed) { addText(climbing) }
    if let end = bytes.firstIndex(of: 0) {
      gap = gap ?? "the path holds a NUL byte"
      addText(Array(bytes[..<end]))
      addText(Style.windows.read(Array(bytes[..<end])))
      addText(Style.lenient.read(Array(bytes[..<end])))
    }
  }

  private mutating func addText(_ bytes: [UInt8]) {
    let text = String(decoding: bytes, as: UTF8.self)
    if !texts.contains(where: { $0.utf8.elementsEqual(text.utf8) }) { texts.append(text) }
  }

  /// `C:/x` and `C:x` as a path from the root, so that they are nowhere else.
  private static func drivePath(_ bytes: [UInt8]) -> [UInt8]? {
    guard bytes.count >= 2, bytes[1] == UInt8(ascii: ":"),
      UInt8(ascii: "a")...UInt8(ascii: "z") ~= bytes[0] | 0x20
    else { return nil }
    return [UInt8(ascii: "/"), bytes[0], UInt8(ascii: ":"), UInt8(ascii: "/")] + bytes[2...]
  }

  /// Segments such as `..;x=1` without their parameters, as Java servers read them.
  private static func withoutParameters(_ bytes: [UInt8]) -> [UInt8] {
    guard bytes.contains(UInt8(ascii: ";")) else { return bytes }
    return Array(
      bytes.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        .map { $0.prefix { $0 != UInt8(ascii: ";") } }.joined(separator: [UInt8(ascii: "/")]))
  }

  /// What is left where a filter takes out `../` once, if it still climbs: `....//` is `../` then.
  private static func withoutClimbs(_ bytes: [UInt8]) -> [UInt8]? {
    var result: [UInt8] = []
    var index = 0
    while index < bytes.count {
      if index + 2 < bytes.count, bytes[index] == UInt8(ascii: "."),
        bytes[index + 1] == UInt8(ascii: "."), bytes[index + 2] == UInt8(ascii: "/")
      {
        index += 3
      } else {
        result.append(bytes[index])
        index += 1
      }
    }
    let climbs = result.split(separator: UInt8(ascii: "/")).contains { $0.elementsEqual("..".utf8) }
    return climbs ? result : nil
  }

  private mutating func addURL(_ text: String) {
    guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")), let url = WebURL(text),
      url.scheme.utf8.count > 1
    else { return }
    if url.scheme == "file" {
      if url.host == .empty {
        addText(url.decodedPath)
      } else {
        gap = "the file is on another host"
      }
    } else if text.utf8[colon...].starts(with: "://".utf8) {
      gap = gap ?? "the path is a URL of scheme `\(url.scheme)`"
    }
  }
}
