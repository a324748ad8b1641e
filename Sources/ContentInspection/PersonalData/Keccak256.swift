/// Keccak-256 as Ethereum uses it, for the capitals in its addresses (EIP-55) alone.
enum Keccak256 {
  private static let rounds = 24
  private static let rate = 136

  /// The digest of a message that fits into one block: fewer than 136 bytes.
  static func digest(short message: [UInt8]) -> [UInt8] {
    var block = message.prefix(rate - 1) + [0x01]
    block += [UInt8](repeating: 0, count: rate - block.count)
    block[rate - 1] |= 0x80
    var lanes = [UInt64](repeating: 0, count: 25)
    for lane in 0..<(rate / 8) {
      for byte in 0..<8 { lanes[lane] |= UInt64(block[lane * 8 + byte]) << UInt64(byte * 8) }
    }
    var register: UInt8 = 1
    for _ in 0..<rounds { permute(&lanes, &register) }
    return lanes[..<4].flatMap { lane in
      (0..<8).map { UInt8(truncatingIfNeeded: lane >> UInt64($0 * 8)) }
    }
  }

  private static func permute(_ lanes: inout [UInt64], _ register: inout UInt8) {
    var columns = Array(lanes[..<5])
    for lane in 5..<25 { columns[lane % 5] ^= lanes[lane] }
    for x in 0..<5 {
      let mix = columns[(x + 4) % 5] ^ rotate(columns[(x + 1) % 5], 1)
      for y in stride(from: 0, to: 25, by: 5) { lanes[x + y] ^= mix }
    }
    var (x, y, current) = (1, 0, lanes[1])
    for step in 0..<24 {
      (x, y) = (y, (2 * x + 3 * y) % 5)
      let next = lanes[x + 5 * y]
      lanes[x + 5 * y] = rotate(current, (step + 1) * (step + 2) / 2 % 64)
      current = next
    }
    for row in stride(from: 0, to: 25, by: 5) {
      let old = Array(lanes[row..<(row + 5)])
      for x in 0..<5 { lanes[row + x] = old[x] ^ ~old[(x + 1) % 5] & old[(x + 2) % 5] }
    }
    // The round's constant comes out of a shift register, a bit at 2ⁿ - 1 each.
    for bit in 0..<7 {
      if register & 1 != 0 { lanes[0] ^= 1 << UInt64((1 << bit) - 1) }
      register = register << 1 ^ (register & 0x80 != 0 ? 0x71 : 0)
    }
  }

  private static func rotate(_ lane: UInt64, _ count: Int) -> UInt64 {
    count == 0 ? lane : lane << UInt64(count) | lane >> UInt64(64 - count)
  }
}
