/// A block of addresses, such as `10.0.0.0/8` or `2001:db8::/32` (RFC 4632, RFC 4291 section 2.3).
///
/// A block of IPv4 addresses holds the same addresses mapped into IPv6, and a mapped block is the IPv4 block. A block of
/// IPv6 addresses, even `::/0`, holds no IPv4 address.
package struct CIDRBlock: Sendable, Hashable, CustomStringConvertible {
  /// The first address of the block.
  package let address: IPAddress
  /// How many leading bits are given: 0...32 for IPv4, 0...128 for IPv6.
  package let prefixLength: Int

  /// Reads a block; a plain address is the block of that address alone. Bits beyond the prefix have to be zero.
  package init(_ text: String) throws(CIDRBlockError) {
    let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard let written = IPAddress(String(parts[0])) else { throw .malformedAddress(text) }
    let address = written.unmapped
    // How many of the prefix's bits the unmapped address no longer has.
    let dropped = written == address ? 0 : 96
    let bits = address.v4 == nil ? 128 : 32
    var length = bits
    if parts.count == 2 {
      guard let number = Self.readLength(parts[1]), number <= bits + dropped, number >= dropped
      else {
        throw .malformedLength(text)
      }
      length = number - dropped
    }
    self.address = address
    prefixLength = length
    let first = Self.mask(address, length)
    guard first.high == address.high, first.low == address.low else {
      let start = address.v4 == nil ? IPAddress(high: first.high, low: first.low) : first.unmapped
      throw .hostBitsSet(text, block: "\(start)/\(length)")
    }
  }

  /// Makes the block of a length that an address lies in; nil for a length that its addresses do not have.
  package init?(around address: IPAddress, prefixLength: Int) {
    let address = address.unmapped
    guard (0...(address.v4 == nil ? 128 : 32)).contains(prefixLength) else { return nil }
    let first = Self.mask(address, prefixLength)
    self.address = address.v4 == nil ? IPAddress(high: first.high, low: first.low) : first.unmapped
    self.prefixLength = prefixLength
  }

  /// Tells whether an address lies in the block.
  package func contains(_ candidate: IPAddress) -> Bool {
    guard (candidate.v4 == nil) == (address.v4 == nil) else { return false }
    let masked = Self.mask(candidate, prefixLength)
    return masked.high == address.high && masked.low == address.low
  }

  package var description: String { "\(address)/\(prefixLength)" }

  /// The address with all bits beyond the prefix cleared; IPv4 bits count from the mapped address's 97th.
  private static func mask(_ address: IPAddress, _ length: Int) -> IPAddress {
    let kept = address.v4 == nil ? length : length + 96
    return IPAddress(
      high: address.high & ones(min(kept, 64)), low: address.low & ones(max(kept - 64, 0)))
  }

  private static func ones(_ count: Int) -> UInt64 {
    // A shift by all 64 bits leaves zero: `<<` does not wrap around.
    UInt64.max << UInt64(64 - count)
  }

  private static func readLength(_ text: Substring) -> Int? {
    guard (1...3).contains(text.utf8.count), text.utf8.allSatisfy({ 0x30...0x39 ~= $0 }),
      text.utf8.first != 0x30 || text.utf8.count == 1
    else { return nil }
    return Int(text)
  }
}

/// Says why a text is not a block of addresses.
package enum CIDRBlockError: Error, Equatable, CustomStringConvertible {
  case malformedAddress(String)
  case malformedLength(String)
  /// Bits beyond the prefix are set; `block` is what was probably meant.
  case hostBitsSet(String, block: String)

  package var description: String {
    switch self {
    case .malformedAddress(let text):
      "`\(text)` is not a CIDR block; write an address and a length, such as `10.0.0.0/8`"
    case .malformedLength(let text):
      "the length of `\(text)` is not a number of bits; write 0 to 32 for IPv4, 0 to 128 for IPv6"
    case .hostBitsSet(let text, let block):
      "`\(text)` sets bits beyond its length; write `\(block)` for the block"
    }
  }
}
