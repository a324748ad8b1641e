/// A linear model that tells texts aimed at a model from ordinary ones: `detectors/injection-model.bin`.
///
/// Each word of a text counts as itself, as its beginning and in pairs with the two words before it; each of these has
/// one of 65,536 weights of eight bits, found by hash. The score of a text is that of its worst window of words. The
/// table is the threshold, in four bytes, and the weights; Scripts/train-injection writes it. It is a signal, not a
/// wall: docs/accuracy.md says what it finds.
struct InjectionModel: Sendable {
  private static let buckets = 1 << 16
  private static let window = 24
  private static let stride = 12
  private static let longestWord = 24
  private static let stem = 5

  private let weights: [Int8]
  private let threshold: Int

  /// Reads the table; nil where it is damaged.
  init?(_ table: [UInt8]) {
    guard table.count == 4 + Self.buckets else { return nil }
    threshold = Int(table[..<4].reduce(Int32(0)) { $0 << 8 | Int32($1) })
    weights = table[4...].map { Int8(bitPattern: $0) }
  }

  /// The window of a text that most looks as if it spoke to a model; nil where none does enough.
  func find(_ text: [UInt8]) -> Range<Int>? {
    let words = Words(text, weights)
    var worst: (score: Int, range: Range<Int>)?
    var start = 0
    while start < words.ends.count {
      let end = min(start + Self.window, words.ends.count)
      let sum = words.sums[end] - words.sums[start]
      let score = sum * Self.roots[end - start] >> 16
      if score >= threshold, score > worst?.score ?? Int.min {
        worst = (score, words.starts[start]..<words.ends[end - 1])
      }
      start += Self.stride
      if start + Self.stride >= words.ends.count { break }
    }
    return worst?.range
  }

  /// 256 times 65,536 over the square root of a count of words.
  private static let roots: [Int] = (0...window).map { count in
    count == 0 ? 0 : Int((Double(256 << 16) / Double(count).squareRoot()).rounded())
  }

  /// The words of a text: where they stand, and the sums of their weights up to each.
  private struct Words {
    private(set) var starts: [Int] = []
    private(set) var ends: [Int] = []
    private(set) var sums = [0]

    init(_ text: [UInt8], _ weights: [Int8]) {
      let (bytes, table) = (text.span, weights.span)
      var (last, before): (UInt64, UInt64) = (1, 1)
      var index = 0
      while index < bytes.count {
        guard Self.isWord(bytes[index]) else {
          index &+= 1
          continue
        }
        let start = index
        var key = Word.start
        var stem: UInt64 = 0
        while index < bytes.count, index &- start < InjectionModel.longestWord,
          Self.isWord(bytes[index])
        {
          key = Word.step(key, bytes[index])
          index &+= 1
          if index &- start == InjectionModel.stem { stem = key }
        }
        var sum =
          Int(table[Self.bucket(key)]) + Int(table[Self.bucket(last &* 31 &+ key)])
          + Int(table[Self.bucket(before &* 37 &+ key)])
        if stem != 0 { sum += Int(table[Self.bucket(stem &+ 1)]) }
        starts.append(start)
        ends.append(index)
        sums.append(sums[sums.count - 1] + sum)
        (last, before) = (key, last)
      }
    }

    @inline(__always)
    private static func isWord(_ byte: UInt8) -> Bool {
      byte >= 0x80 || ASCII.isAlphanumeric(byte)
    }

    /// The upper sixteen bits of a multiplicative hash.
    @inline(__always)
    private static func bucket(_ key: UInt64) -> Int {
      Int(((key ^ key >> 29) &* 0x9E37_79B9_7F4A_7C15) >> 48)
    }
  }
}
