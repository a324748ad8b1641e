/// The checksum of bech32 and bech32m (BIP 173, BIP 350).
enum Bech32 {
  private static let letters = Array("qpzry9x8gf2tvdw0s3jn54khce6mua7l".utf8)
  private static let generators: [UInt32] = [
    0x3b6a_57b2, 0x2650_8e6d, 0x1ea1_19fa, 0x3d42_33dd, 0x2a14_62b3,
  ]

  /// Tells whether a lower-case text ends with the checksum of the rest.
  static func isValid(_ text: [UInt8]) -> Bool {
    guard let separator = text.lastIndex(of: UInt8(ascii: "1")), separator > 0,
      text.count - separator > 6, text.count <= 128
    else { return false }
    var state: UInt32 = 1
    for byte in text[..<separator] { step(&state, UInt32(byte >> 5)) }
    step(&state, 0)
    for byte in text[..<separator] { step(&state, UInt32(byte & 31)) }
    for byte in text[(separator + 1)...] {
      guard let value = letters.firstIndex(of: byte) else { return false }
      step(&state, UInt32(value))
    }
    return state == 1 || state == 0x2bc8_30a3
  }

  private static func step(_ state: inout UInt32, _ value: UInt32) {
    let top = state >> 25
    state = (state & 0x1FF_FFFF) << 5 ^ value
    for (bit, generator) in generators.enumerated() where top >> UInt32(bit) & 1 != 0 {
      state ^= generator
    }
  }
}
