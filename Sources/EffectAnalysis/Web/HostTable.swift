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
  static let shared = EmbeddedTable.required("web/hosts.txt", HostTable.init)

  /// Reads a table; its own header says what its lines are.
  init(_ table: EmbeddedTable) throws(EmbeddedTableError) {
    try table.readLines { add($0) }
  }

  private mutating func add(_ words: [String]) -> Bool {
    if words.count == 2, words[0] == "carries" {
      names[words[1][...], default: Entry()].isCarrier = true
      return true
    }
    guard words.count == 3, let hostClass = HostTarget.Class(rawValue: words[1]) else {
      return false
    }
    switch words[0] {
    case "address":
      guard let block = try? CIDRBlock(words[2]) else { return false }
      blocks.append((block, hostClass))
    case "name": names[words[2][...], default: Entry()].itself = hostClass
    case "suffix": names[words[2][...], default: Entry()].below = hostClass
    default: return false
    }
    return true
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
