/// The checkpoints of one segment, one note after another, each followed by an empty line.
package enum CheckpointFile {
  /// A note as it is appended.
  static func entry(_ note: SignedNote) -> [UInt8] {
    note.bytes + [UInt8(ascii: "\n")]
  }

  /// Reads a file held elsewhere: one note, or those that a sink wrote; nil where it is anything else.
  ///
  /// The last one of a sink may be torn, and is passed over.
  package static func held(_ bytes: [UInt8]) -> [SignedNote]? {
    // A single note lacks the empty line behind it.
    let (notes, _, isAltered) = read(bytes + [UInt8(ascii: "\n")])
    return notes.isEmpty || isAltered ? nil : notes
  }

  /// Reads all notes up to the first that is not whole or not a note.
  ///
  /// Returns how many bytes remain, and whether they hold a whole entry: a crash may leave the last
  /// one in part, which says nothing about the log, but a whole one that cannot be read was
  /// altered.
  static func read(_ bytes: [UInt8]) -> (notes: [SignedNote], unread: Int, isAltered: Bool) {
    var notes: [SignedNote] = []
    var start = 0
    while let end = endOfEntry(bytes, from: start),
      let note = SignedNote(bytes: Array(bytes[start..<end - 1]))
    {
      notes.append(note)
      start = end
    }
    return (notes, bytes.count - start, endOfEntry(bytes, from: start) != nil)
  }

  /// Finds where an entry ends: after the second empty line.
  private static func endOfEntry(_ bytes: [UInt8], from start: Int) -> Int? {
    var gaps = 0
    var index = start + 1
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "\n"), bytes[index - 1] == UInt8(ascii: "\n") {
        gaps += 1
        if gaps == 2 { return index + 1 }
      }
      index += 1
    }
    return nil
  }
}
