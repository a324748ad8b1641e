/// Unpacks deflated data (RFC 1951) in gzip's frame (RFC 1952).
struct Inflate {
  private let bytes: [UInt8]
  private let limit: Int
  private var position = 0
  private var buffer: UInt32 = 0
  private var held = 0
  private var output: [UInt8] = []

  /// What a gzip file of one member holds; nil where it is damaged or larger than the limit.
  static func gunzip(_ bytes: [UInt8], limit: Int) -> [UInt8]? {
    guard bytes.count > 18, bytes[0] == 0x1F, bytes[1] == 0x8B, bytes[2] == 8 else { return nil }
    let flags = bytes[3]
    var position = 10
    if flags & 4 != 0 {
      guard position + 2 <= bytes.count else { return nil }
      position += 2 + Int(bytes[position]) + Int(bytes[position + 1]) << 8
    }
    for flag: UInt8 in [8, 16] where flags & flag != 0 {
      guard position < bytes.count, let end = bytes[position...].firstIndex(of: 0) else {
        return nil
      }
      position = end + 1
    }
    if flags & 2 != 0 { position += 2 }
    guard position < bytes.count else { return nil }
    var inflate = Inflate(Array(bytes[position...]), limit: limit)
    return inflate.run()
  }

  private init(_ bytes: [UInt8], limit: Int) {
    self.bytes = bytes
    self.limit = limit
  }

  private mutating func run() -> [UInt8]? {
    while true {
      guard let isLast = take(1), let kind = take(2) else { return nil }
      let succeeded: Bool
      switch kind {
      case 0: succeeded = copyStored()
      case 1: succeeded = copyCompressed(Inflate.fixedLetters, Inflate.fixedDistances)
      case 2:
        guard let (letters, distances) = readCodes() else { return nil }
        succeeded = copyCompressed(letters, distances)
      default: succeeded = false
      }
      guard succeeded else { return nil }
      if isLast == 1 { return output }
    }
  }

  // MARK: Bits

  private mutating func take(_ count: Int) -> Int? {
    while held < count {
      guard position < bytes.count else { return nil }
      buffer |= UInt32(bytes[position]) << UInt32(held)
      position += 1
      held += 8
    }
    let value = Int(buffer & ((1 << UInt32(count)) - 1))
    buffer >>= UInt32(count)
    held -= count
    return value
  }

  private mutating func copyStored() -> Bool {
    buffer = 0
    held = 0
    guard position + 4 <= bytes.count else { return false }
    let count = Int(bytes[position]) | Int(bytes[position + 1]) << 8
    position += 4
    guard position + count <= bytes.count, output.count + count <= limit else { return false }
    output += bytes[position..<position + count]
    position += count
    return true
  }

  // MARK: Codes

  /// A prefix code, by the number of codes of each length and the symbols in order.
  private struct Code {
    private(set) var counts = [Int](repeating: 0, count: 16)
    private(set) var symbols: [Int] = []

    init(_ lengths: [Int]) {
      for length in lengths { counts[length] += 1 }
      counts[0] = 0
      for length in 1..<16 {
        for (symbol, own) in lengths.enumerated() where own == length { symbols.append(symbol) }
      }
    }
  }

  private static let fixedLetters = Code(
    [Int](repeating: 8, count: 144) + [Int](repeating: 9, count: 112)
      + [Int](repeating: 7, count: 24) + [Int](repeating: 8, count: 8))
  private static let fixedDistances = Code([Int](repeating: 5, count: 30))

  private mutating func symbol(_ code: Code) -> Int? {
    var (value, first, index) = (0, 0, 0)
    for length in 1..<16 {
      guard let bit = take(1) else { return nil }
      value |= bit
      let count = code.counts[length]
      if value - count < first { return code.symbols[index + value - first] }
      index += count
      first = (first + count) << 1
      value <<= 1
    }
    return nil
  }

  private mutating func readCodes() -> (Code, Code)? {
    guard let letters = take(5), let distances = take(5), let count = take(4) else { return nil }
    let order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]
    var lengths = [Int](repeating: 0, count: 19)
    for index in 0..<count + 4 {
      guard let length = take(3) else { return nil }
      lengths[order[index]] = length
    }
    let code = Code(lengths)
    let total = letters + 257 + distances + 1
    var all: [Int] = []
    while all.count < total {
      guard let symbol = symbol(code) else { return nil }
      switch symbol {
      case 16:
        guard let last = all.last, let extra = take(2) else { return nil }
        all += repeatElement(last, count: 3 + extra)
      case 17:
        guard let extra = take(3) else { return nil }
        all += repeatElement(0, count: 3 + extra)
      case 18:
        guard let extra = take(7) else { return nil }
        all += repeatElement(0, count: 11 + extra)
      default: all.append(symbol)
      }
    }
    guard all.count == total else { return nil }
    return (Code(Array(all[..<(letters + 257)])), Code(Array(all[(letters + 257)...])))
  }

  private mutating func copyCompressed(_ letters: Code, _ distances: Code) -> Bool {
    while true {
      guard let letter = symbol(letters), output.count <= limit else { return false }
      if letter < 256 {
        output.append(UInt8(letter))
        continue
      }
      if letter == 256 { return true }
      guard letter - 257 < Inflate.lengths.count else { return false }
      let (length, lengthBits) = Inflate.lengths[letter - 257]
      guard let more = take(lengthBits), let far = symbol(distances),
        far < Inflate.distances.count, let further = take(Inflate.distances[far].bits)
      else { return false }
      let distance = Inflate.distances[far].base + further
      guard distance <= output.count, output.count + length + more <= limit else { return false }
      for _ in 0..<length + more { output.append(output[output.count - distance]) }
    }
  }

  /// The lengths that the symbols from 257 on begin at, and how many bits are added.
  private static let lengths: [(base: Int, bits: Int)] =
    table(
      count: 28, base: 3, first: 8, step: 4) + [(258, 0)]
  private static let distances: [(base: Int, bits: Int)] = table(
    count: 30, base: 1, first: 4, step: 2)

  /// Runs of ranges that double in size after each `step`.
  private static func table(count: Int, base: Int, first: Int, step: Int) -> [(Int, Int)] {
    var result: [(Int, Int)] = []
    var base = base
    for index in 0..<count {
      let bits = index < first ? 0 : (index - first) / step + 1
      result.append((base, bits))
      base += 1 << bits
    }
    return result
  }
}
