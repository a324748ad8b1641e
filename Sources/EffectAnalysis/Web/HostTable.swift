import ActionModel
import EmbeddedTables
import Matching

/// What is known of single names and blocks of addresses (`Tables/web/hosts.txt`).
struct HostTable: Sendable {
  /// What is said of a name, and of the names below it.
  private struct Entry {
    var itself: HostTarget.Class?
    var below: HostTarget.Class?
    var isCarrier = false
  }

  private var blocks: [(block: CIDRBlock, class: HostTarget.Class)] = []
  private var names: [Substring: Entry] = [:]

  /// The table that is part of the product.
  static let shared = HostTable(EmbeddedTable(named: "web/hosts.txt")?.bytes ?? [])

  /// Reads a table; its own header says what its lines are. Lines that say nothing are left out.
  init(_ bytes: [UInt8]) {
    for line in bytes.split(separator: UInt8(ascii: "\n")) where line.first != UInt8(ascii: "#") {
      let fields = String(decoding: line, as: UTF8.self).split(separator: " ").map(String.init)
      if fields.count == 2, fields[0] == "carries" {
        names[fields[1][...], default: Entry()].isCarrier = true
      }
      guard fields.count == 3, let hostClass = HostTarget.Class(rawValue: fields[1]) else {
        continue
      }
      switch fields[0] {
      case "address":
        if let block = try? CIDRBlock(fields[2]) { blocks.append((block, hostClass)) }
      case "name": names[fields[2][...], default: Entry()].itself = hostClass
      case "suffix": names[fields[2][...], default: Entry()].below = hostClass
      default: break
      }
    }
  }

  /// The class that the table gives an address; nil where it says nothing.
  func classOf(_ address: IPAddress) -> HostTarget.Class? {
    blocks.first { $0.block.contains(address) }?.class
  }

  /// What the table says of a name.
  enum Finding {
    case hostClass(HostTarget.Class)
    /// The name resolves to the addresses in the labels in front.
    case carries(Substring)
  }

  /// What the table says of a name in lower case without trailing dot, or of the closest name above; nil for nothing.
  func finding(for name: String) -> Finding? {
    var rest = name[...]
    // Names have at most 127 labels.
    for _ in 0..<128 {
      if let entry = names[rest] {
        if let itself = entry.itself, rest.startIndex == name.startIndex {
          return .hostClass(itself)
        }
        if let below = entry.below { return .hostClass(below) }
        if entry.isCarrier { return .carries(name[..<rest.startIndex]) }
      }
      guard let dot = rest.utf8.firstIndex(of: UInt8(ascii: ".")) else { return nil }
      rest = rest[rest.utf8.index(after: dot)...]
    }
    return nil
  }
}
