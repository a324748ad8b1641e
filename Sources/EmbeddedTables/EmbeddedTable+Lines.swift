extension EmbeddedTable {
  /// Reads a table of lines: words between blanks; `#` begins a comment where a line begins with it.
  ///
  /// - Parameter take: Takes the words of a line, and says whether they mean something.
  /// - Throws: The first line that means nothing, so that no slip of a pen takes something out of a table unnoticed.
  package func readLines(_ take: (_ words: [String]) -> Bool) throws(EmbeddedTableError) {
    var number = 0
    for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      number += 1
      guard line.first != UInt8(ascii: "#") else { continue }
      let words = line.split(separator: UInt8(ascii: " ")).map {
        String(decoding: $0, as: UTF8.self)
      }
      guard words.isEmpty || take(words) else {
        throw EmbeddedTableError(table: name, line: number)
      }
    }
  }

  /// Reads a table that the program cannot do without.
  ///
  /// INVARIANT: the table is part of the binary, and tests read it. One that cannot be read stops the program: what it
  /// warns of would pass for harmless.
  package static func required<Value, Failure>(
    _ name: String, _ read: (EmbeddedTable) throws(Failure) -> Value
  ) -> Value {
    guard let table = EmbeddedTable(named: name) else {
      preconditionFailure("the table `\(name)` is not in the binary")
    }
    do throws(Failure) {
      return try read(table)
    } catch {
      preconditionFailure("\(error)")
    }
  }
}

/// A line of a table that means nothing.
package struct EmbeddedTableError: Error, Hashable, CustomStringConvertible {
  package let table: String
  /// From 1.
  package let line: Int

  package init(table: String, line: Int) {
    self.table = table
    self.line = line
  }

  package var description: String { "\(table):\(line): the line means nothing" }
}
