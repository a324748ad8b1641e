/// Reads calls: what the arguments mean to the command that gets them.
extension CommandTable {
  /// The meanings of a call; nil where no table describes the command.
  func read(_ call: consuming CommandCall) -> CommandReading? {
    guard let name = call.name.constant, let entry = entry(named: name) else { return nil }
    if call.arguments.count == 1, let only = call.arguments.first?.constant,
      only == "--help" || only == "--version"
    {
      return CommandReading()
    }
    if entries[entry].flags.contains(.find) { return FindReader.read(call) }
    var scan = ArgumentScan(table: self, call: call, entry: entry)
    scan.run()
    var writer = MeaningWriter(scan: consume scan)
    return writer.write()
  }

  /// The entry of a command; `python3.12`, `clang-18` and `php8` are found without their version.
  func entry(named name: String) -> Int? {
    let bytes = name.utf8.span
    if let entry = names.find(bytes, in: -1, text: text) { return Int(entry) }
    var count = bytes.count
    while count > 0, Self.isVersion(bytes[count - 1]) { count -= 1 }
    guard count > 0, count < bytes.count, name.utf8.contains(where: { 0x30...0x39 ~= $0 })
    else { return nil }
    // A number alone makes another program of it: `rm1` is not `rm`.
    let isVersion = name.utf8.contains { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-") }
    guard isVersion || Self.numbered.contains(String(name.prefix(count))) else { return nil }
    // Of `python3.12` first `python3`, then `python` is looked up.
    var end = bytes.count - 1
    while end >= count {
      if let entry = names.find(bytes.extracting(0..<end), in: -1, text: text) {
        return Int(entry)
      }
      end -= 1
    }
    return nil
  }

  /// The programs that are also installed with no more than a number behind their name.
  private static let numbered: Set<String> = [
    "erl", "gcc", "guile", "jdk", "lua", "node", "perl", "php", "pip", "pypy", "python", "qt",
    "ruby", "sqlite", "tclsh", "wish",
  ]

  private static func isVersion(_ byte: UInt8) -> Bool {
    0x30...0x39 ~= byte || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-")
  }
}
