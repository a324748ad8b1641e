import ActionModel
import EmbeddedTables
import Matching

/// What is known of single names and blocks of addresses (`Tables/web/hosts.txt`).
struct HostTable: Sendable {
  private var blocks: [(block: CIDRBlock, class: HostTarget.Class)] = []
  private var names: [String: HostTarget.Class] = [:]
  private var suffixes: [String: HostTarget.Class] = [:]
  private var carriers: Set<String> = []

  /// The table that is part of the product.
  static let shared = HostTable(EmbeddedTable(named: "web/hosts.txt")?.bytes ?? [])

  /// Reads a table; its own header says what its lines are. Lines that say nothing are left out.
  init(_ bytes: [UInt8]) {
    for line in bytes.split(separator: UInt8(ascii: "\n")) where line.first != UInt8(ascii: "#") {
      let fields = String(decoding: line, as: UTF8.self).split(separator: " ").map(String.init)
      if fields.count == 2, fields[0] == "carries" { carriers.insert(fields[1]) }
      guard fields.count == 3, let hostClass = HostTarget.Class(rawValue: fields[1]) else {
        continue
      }
      switch fields[0] {
      case "address":
        if let block = try? CIDRBlock(fields[2]) { blocks.append((block, hostClass)) }
      case "name": names[fields[2]] = hostClass
      case "suffix": suffixes[fields[2]] = hostClass
      default: break
      }
    }
  }

  /// The class that the table gives an address; nil where it says nothing.
  func classOf(_ address: IPAddress) -> HostTarget.Class? {
    blocks.first { $0.block.contains(address) }?.class
  }

  /// The class that the table gives a name in lower case without trailing dot; nil where it says nothing.
  func classOf(_ name: String) -> HostTarget.Class? {
    if let found = names[name] { return found }
    return suffixes.isEmpty ? nil : firstSuffix(of: name) { suffixes[$0] }
  }

  /// The labels in front of a name whose addresses are written in it; nil for any other name.
  func carried(by name: String) -> Substring? {
    firstSuffix(of: name) { suffix in
      carriers.contains(suffix) ? name.dropLast(suffix.count) : nil
    }
  }

  /// Asks for a name, then for it without its first label, and so on; names have at most 127 labels.
  private func firstSuffix<Found>(of name: String, _ find: (String) -> Found?) -> Found? {
    var rest = name[...]
    for _ in 0..<128 {
      if let found = find(String(rest)) { return found }
      guard let dot = rest.utf8.firstIndex(of: UInt8(ascii: ".")) else { return nil }
      rest = rest[rest.utf8.index(after: dot)...]
    }
    return nil
  }
}
