/// The text commands that cut lines by columns.
enum Columns {
  /// Takes characters or fields of each line: `-c LIST`, `-b LIST`, `-d C -f LIST`.
  static func cut(_ arguments: [String], _ input: [UInt8]) -> [UInt8]? {
    var delimiter = UInt8(ascii: "\t")
    var list: [ClosedRange<Int>]?
    var byFields = false
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      guard argument.utf8.count >= 2, argument.utf8.first == UInt8(ascii: "-"),
        let letter = argument.utf8.dropFirst().first
      else { return nil }
      var value = argument.dropFirst(2)
      if value.isEmpty {
        guard let next = rest.popFirst() else { return nil }
        value = next[...]
      }
      switch letter {
      case UInt8(ascii: "d"):
        guard let byte = value.utf8.first, value.utf8.count == 1 else { return nil }
        delimiter = byte
      case UInt8(ascii: "c"), UInt8(ascii: "b"): list = ranges(value)
      case UInt8(ascii: "f"):
        list = ranges(value)
        byFields = true
      default: return nil
      }
    }
    guard let list, byFields || input.allSatisfy({ $0 < 0x80 }) else { return nil }
    return Lines.mapLines(input) { line in
      guard byFields else {
        return line.indices.filter { index in list.contains { $0.contains(index + 1) } }
          .map { line[$0] }
      }
      let fields = line.split(separator: delimiter, omittingEmptySubsequences: false)
      guard fields.count > 1 else { return line }
      let chosen = fields.indices.filter { index in list.contains { $0.contains(index + 1) } }
      return Array(chosen.map { fields[$0] }.joined(separator: [delimiter]))
    }
  }

  /// Breaks lines after some bytes: `-w N`.
  static func fold(_ arguments: [String], _ input: [UInt8]) -> [UInt8]? {
    let text = arguments.joined()
    guard text.hasPrefix("-w"), let width = Int(text.dropFirst(2)), width > 0,
      input.allSatisfy({ (32..<127).contains($0) || $0 == Lines.newline })
    else { return nil }
    return Lines.mapLines(input) { line in
      var output: [UInt8] = []
      for (index, byte) in line.enumerated() {
        if index > 0, index.isMultiple(of: width) { output.append(Lines.newline) }
        output.append(byte)
      }
      return output
    }
  }

  /// Reads `1,3-5,7-`; at most 64 ranges.
  private static func ranges(_ text: Substring) -> [ClosedRange<Int>]? {
    var ranges: [ClosedRange<Int>] = []
    for item in text.split(separator: ",") {
      let ends = item.split(separator: "-", omittingEmptySubsequences: false)
      guard (1...2).contains(ends.count), ranges.count < 64,
        let first = ends[0].isEmpty ? 1 : Int(ends[0]),
        let last = ends.count == 1 ? first : ends[1].isEmpty ? Int.max : Int(ends[1]),
        first >= 1, last >= first
      else { return nil }
      ranges.append(first...last)
    }
    return ranges.isEmpty ? nil : ranges
  }
}
