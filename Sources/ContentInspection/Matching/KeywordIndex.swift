/// Finds many keywords in one pass, letter case aside.
///
/// The columns of three bytes show whether a keyword may begin with them; hardly any do, and only there a trie is walked.
/// Each of its states has a row of 64 columns, one for each class of bytes that some keyword tells apart.
struct KeywordIndex: Sendable {
  /// What is looked for.
  struct Keyword {
    /// In either case.
    let letters: [UInt8]
    /// What one of the next bytes each has to be, as far as that is known.
    var followers: [ByteSet] = []
  }

  /// The byte that in a keyword stands for every byte that begins a character beyond ASCII.
  static let foreign: UInt8 = 0xC0

  /// Bit 15 of an entry: some keyword ends in the state it leads to.
  private static let ends: UInt16 = 0x8000
  private static let columns = 64
  /// How many bytes are looked at before what was found in them is reported.
  private static let part = 2048

  /// The column of each byte, 0 for those of no keyword; letters of either case share one.
  private let classes: [UInt8]
  /// For the columns of two bytes, those of a third with which a keyword goes on, as bits.
  private var thirds = [UInt64](repeating: 0, count: columns * columns)
  /// Row after row: the state that follows, 0 for none, and `ends`.
  private var trie: [UInt16]
  /// Where each state's keywords begin in `outputs`; one entry more than states.
  private let outputStarts: [UInt32]
  private let outputs: [UInt16]

  /// Builds the index; keywords are told apart by their positions, and empty ones never found.
  ///
  /// Nil where they are too many or use more than 63 different bytes.
  init?(_ keywords: [Keyword]) {
    let literals = keywords.map(\.letters)
    guard let classes = Self.classes(of: literals) else { return nil }
    var trie = [UInt16](repeating: 0, count: Self.columns)
    var found: [[UInt16]] = [[]]
    // Level by level, so that the states of most bytes lie together.
    var reached = [Int](repeating: 0, count: keywords.count)
    for depth in 0..<(literals.map(\.count).max() ?? 0) {
      for (number, keyword) in literals.enumerated() where keyword.count > depth {
        let entry = reached[number] * Self.columns + Int(classes[Int(keyword[depth])])
        if trie[entry] == 0 {
          guard found.count < Int(Self.ends) else { return nil }
          trie[entry] = UInt16(found.count)
          found.append([])
          trie.append(contentsOf: repeatElement(0, count: Self.columns))
        }
        reached[number] = Int(trie[entry])
        guard depth == keyword.count - 1 else { continue }
        guard let number = UInt16(exactly: number) else { return nil }
        found[reached[Int(number)]].append(number)
      }
    }
    self.trie = trie.map { found[Int($0)].isEmpty ? $0 : $0 | Self.ends }
    self.classes = classes
    outputStarts = found.reduce(into: [0]) { $0.append($0[$0.count - 1] + UInt32($1.count)) }
    outputs = found.flatMap { $0 }
    for keyword in keywords { allow(keyword) }
  }

  /// Gives each byte of the keywords a column; nil where they are too many.
  private static func classes(of literals: [[UInt8]]) -> [UInt8]? {
    let used = Set(literals.joined().map(ASCII.lowercased)).sorted()
    guard used.count < columns else { return nil }
    var classes = [UInt8](repeating: 0, count: 256)
    for (column, byte) in used.enumerated() { classes[Int(byte)] = UInt8(column + 1) }
    for letter in UInt8(ascii: "a")...UInt8(ascii: "z") {
      classes[Int(letter & 0xDF)] = classes[Int(letter)]
    }
    for byte in foreign...0xFF { classes[Int(byte)] = classes[Int(foreign)] }
    return classes
  }

  /// Notes the columns of the three bytes that a keyword begins with; any may follow where it says nothing of them.
  private mutating func allow(_ keyword: Keyword) {
    let letters = keyword.letters.map { UInt64(1) << UInt64(classes[Int($0)]) }
    let start = letters + keyword.followers.map { columns(of: $0) } + [~0, ~0]
    for first in 0..<Self.columns where start[0] >> UInt64(first) & 1 != 0 {
      for second in 0..<Self.columns where start[1] >> UInt64(second) & 1 != 0 {
        thirds[first * Self.columns + second] |= start[2]
      }
    }
  }

  /// The columns of the bytes of a set, as bits.
  private func columns(of set: ByteSet) -> UInt64 {
    (0..<128).reduce(0) { set.contains(UInt8($1)) ? $0 | 1 << UInt64(classes[$1]) : $0 }
  }

  /// Reports each keyword by its number and by where it begins, from left to right, the shorter first, until told to stop.
  @inline(__always)
  func scan(_ text: [UInt8], _ report: (_ keyword: Int, _ start: Int) -> Bool) {
    let bytes = text.span
    var places = [Int](repeating: 0, count: min(Self.part, bytes.count))
    var (start, pair) = (0, 0)
    while start < bytes.count {
      let end = min(start + Self.part, bytes.count)
      let count = find(&places, in: bytes, start..<end, behind: &pair)
      for number in 0..<count where !walk(bytes, from: places[number], report) { return }
      start = end
    }
    for start in bytes.indices.suffix(2) where !walk(bytes, from: start, report) { return }
  }

  /// Finds the places where three bytes may begin a keyword, the third of them in a part of the text; says how many.
  ///
  /// `pair` holds the columns of the two bytes before. No branch of the loop depends on the text: none could be foretold.
  @inline(never)
  private func find(
    _ places: inout [Int], in bytes: Span<UInt8>, _ part: Range<Int>, behind pair: inout Int
  ) -> Int {
    let (classes, thirds) = (classes.span, thirds.span)
    var places = places.mutableSpan
    // What the compiler knows of the tables' lengths need not be checked at each byte.
    guard classes.count == 256, thirds.count == Self.columns * Self.columns else { return 0 }
    var (last, count) = (pair, 0)
    for index in part {
      let column = Int(classes[Int(bytes[index])])
      places[count] = index &- 2
      count &+= Int(truncatingIfNeeded: thirds[last & 0xFFF] &>> UInt64(column) & 1)
      last = last &<< 6 | column
    }
    pair = last
    return count
  }

  /// Reports the keywords that begin at an index; false where told to stop.
  @inline(__always)
  private func walk(
    _ bytes: Span<UInt8>, from start: Int, _ report: (_ keyword: Int, _ start: Int) -> Bool
  ) -> Bool {
    var state = 0
    var index = start
    while index < bytes.count {
      let entry = trie[state &* Self.columns &+ Int(classes[Int(bytes[index])])]
      guard entry != 0 else { break }
      state = Int(entry & ~Self.ends)
      index &+= 1
      guard entry & Self.ends != 0 else { continue }
      for output in outputStarts[state]..<outputStarts[state + 1] {
        guard report(Int(outputs[Int(output)]), start) else { return false }
      }
    }
    return true
  }
}
