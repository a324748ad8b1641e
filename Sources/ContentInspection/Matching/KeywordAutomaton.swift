/// Finds many keywords in one pass, letter case aside (Aho and Corasick 1975).
///
/// Each state has a row of 64 columns, one for each class of bytes that some keyword tells apart.
struct KeywordAutomaton: Sendable {
  /// Bit 15 of an entry: some keyword ends in the state it leads to.
  private static let ends: UInt16 = 0x8000
  private static let columns = 64

  /// The column of each byte; letters of either case share one.
  private let classes: [UInt8]
  /// Row after row: the state that follows, and `ends`.
  private let table: [UInt16]
  /// Where each state's keywords begin in `outputs`; one entry more than states.
  private let outputStarts: [UInt32]
  private let outputs: [UInt16]

  /// Builds the automaton; keywords are told apart by their positions, and empty ones never found.
  ///
  /// Nil where they are too many or use more than 63 different bytes.
  init?(_ keywords: [[UInt8]]) {
    var classes = [UInt8](repeating: 0, count: 256)
    var used: UInt8 = 0
    var children: [UInt16] = Array(repeating: 0, count: Self.columns)
    var found: [[UInt16]] = [[]]
    // Level by level, so that the states of most bytes lie together.
    var reached = [Int](repeating: 0, count: keywords.count)
    for depth in 0..<(keywords.map(\.count).max() ?? 0) {
      for (number, keyword) in keywords.enumerated() where keyword.count > depth {
        let letter = Int(ASCII.lowercased(keyword[depth]))
        if classes[letter] == 0 {
          used += 1
          guard Int(used) < Self.columns else { return nil }
          classes[letter] = used
        }
        let entry = reached[number] * Self.columns + Int(classes[letter])
        if children[entry] == 0 {
          guard found.count < Int(Self.ends) else { return nil }
          children[entry] = UInt16(found.count)
          found.append([])
          children.append(contentsOf: repeatElement(0, count: Self.columns))
        }
        reached[number] = Int(children[entry])
        guard depth == keyword.count - 1 else { continue }
        guard let number = UInt16(exactly: number) else { return nil }
        found[reached[Int(number)]].append(number)
      }
    }
    for letter in UInt8(ascii: "a")...UInt8(ascii: "z") {
      classes[Int(letter & 0xDF)] = classes[Int(letter)]
    }
    Self.link(&children, &found)
    table = children.map { found[Int($0)].isEmpty ? $0 : $0 | Self.ends }
    var starts: [UInt32] = [0]
    for list in found { starts.append(starts[starts.count - 1] + UInt32(list.count)) }
    outputStarts = starts
    outputs = found.flatMap { $0 }
    self.classes = classes
  }

  /// Gives every state its way out where no keyword goes on, breadth first.
  private static func link(_ children: inout [UInt16], _ found: inout [[UInt16]]) {
    var failures = [UInt16](repeating: 0, count: found.count)
    var queue: [Int] = []
    for column in 0..<columns where children[column] != 0 { queue.append(Int(children[column])) }
    var head = 0
    while head < queue.count {
      let state = queue[head]
      head += 1
      let fallback = Int(failures[state])
      found[state] += found[fallback]
      for column in 0..<columns {
        let next = children[state * columns + column]
        let other = children[fallback * columns + column]
        if next == 0 {
          children[state * columns + column] = other
        } else {
          failures[Int(next)] = other
          queue.append(Int(next))
        }
      }
    }
  }

  /// Reports each keyword by its number and by where it ends, from left to right, until told to stop.
  @inline(__always)
  func scan(_ text: [UInt8], _ report: (_ keyword: Int, _ end: Int) -> Bool) {
    let (bytes, classes, table) = (text.span, classes.span, table.span)
    var state = 0
    for index in bytes.indices {
      let entry = table[state &* Self.columns &+ Int(classes[Int(bytes[index])])]
      state = Int(entry & ~Self.ends)
      guard entry & Self.ends != 0 else { continue }
      for output in outputStarts[state]..<outputStarts[state + 1] {
        guard report(Int(outputs[Int(output)]), index + 1) else { return }
      }
    }
  }
}
