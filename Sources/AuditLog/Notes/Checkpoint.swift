import ByteParsing
package import Crypto

/// States how large a log is and what its root is (C2SP tlog-checkpoint); signed, it is the log's
/// word.
package struct Checkpoint: Sendable, Equatable {
  /// The log's name.
  package let origin: String
  /// How many records there are.
  package let size: UInt64
  /// The root of the Merkle tree over them.
  package let root: SHA256Digest

  package init(origin: String, size: UInt64, root: SHA256Digest) {
    self.origin = origin
    self.size = size
    self.root = root
  }

  /// Reads the text of a note; lines after the third are extensions and passed over.
  package init?(text: String) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.count >= 4, lines.last == "", !lines[0].isEmpty,
      let size = UInt64(lines[1]), String(size) == lines[1],
      let root = Base64.decode(lines[2]).flatMap({ SHA256Digest(bytes: $0) }),
      !lines[3..<(lines.count - 1)].contains("")
    else { return nil }
    self.init(origin: String(lines[0]), size: size, root: root)
  }

  /// The text that is signed.
  package var text: String { "\(origin)\n\(size)\n\(Base64.encode(root.bytes))\n" }
}
