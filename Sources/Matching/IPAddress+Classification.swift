extension IPAddress {
  /// What an address may be used for, as far as a rule about destinations wants to know.
  package enum Classification: String, Sendable, Hashable, CaseIterable {
    /// `0.0.0.0/8` and `::`: this host, which many systems connect to as loopback.
    case unspecified
    case loopback
    /// RFC 1918, and unique local IPv6 (RFC 4193).
    case `private`
    /// `169.254.0.0/16` and `fe80::/10`; cloud metadata services answer here.
    case linkLocal = "link_local"
    /// Carrier-grade address translation (RFC 6598).
    case shared
    case multicast
    /// Documentation, benchmarking, broadcast, discarding, and whatever IANA has kept back.
    case reserved
    /// Reachable on the internet.
    case global
  }

  /// The class of the address; of the IPv4 address within for mapped, NAT64 (RFC 6052) and 6to4 (RFC 3056) ones.
  package var classification: Classification {
    if let v4 = v4 ?? embeddedV4 { return Self.classify(v4) }
    return Self.v6Classes.first { $0.block.contains(self) }?.class ?? .reserved
  }

  /// The IPv4 address that a translator or tunnel would deliver to: of NAT64 (RFC 6052, RFC 8215), 6to4 (RFC 3056),
  /// Teredo (RFC 4380) and IPv4-compatible addresses; nil for any other.
  package var carried: IPAddress? {
    // The prefix for networks' own translators; they mostly put the address at the end.
    if high >> 16 == 0x0064_FF9B_0001 { return IPAddress(v4: UInt32(truncatingIfNeeded: low)) }
    // Teredo writes the client's address inverted.
    if high >> 32 == 0x2001_0000 { return IPAddress(v4: ~UInt32(truncatingIfNeeded: low)) }
    return embeddedV4.map(IPAddress.init(v4:))
  }

  /// The IPv4 address for which the IPv6 one is no more than another spelling.
  private var embeddedV4: UInt32? {
    if high == 0x0064_FF9B_0000_0000, low >> 32 == 0 { return UInt32(truncatingIfNeeded: low) }
    if high >> 48 == 0x2002 { return UInt32(truncatingIfNeeded: high >> 16) }
    // IPv4-compatible addresses (RFC 4291, section 2.5.5.1), but for `::` and `::1`.
    if high == 0, low >> 32 == 0, low > 1 { return UInt32(truncatingIfNeeded: low) }
    return nil
  }

  private static func classify(_ v4: UInt32) -> Classification {
    let address = IPAddress(v4: v4)
    return v4Classes.first { $0.block.contains(address) }?.class ?? .global
  }

  private static let v4Classes = table(
    """
    0.0.0.0/8 unspecified
    10.0.0.0/8 private
    100.64.0.0/10 shared
    127.0.0.0/8 loopback
    169.254.0.0/16 link_local
    172.16.0.0/12 private
    192.0.0.0/24 reserved
    192.0.2.0/24 reserved
    192.88.99.0/24 reserved
    192.168.0.0/16 private
    198.18.0.0/15 reserved
    198.51.100.0/24 reserved
    203.0.113.0/24 reserved
    224.0.0.0/4 multicast
    240.0.0.0/4 reserved
    """)

  /// Beyond these, only `2000::/3` is given out at all.
  private static let v6Classes = table(
    """
    ::/128 unspecified
    ::1/128 loopback
    64:ff9b:1::/48 reserved
    100::/64 reserved
    2001::/23 reserved
    2001:db8::/32 reserved
    3fff::/20 reserved
    2000::/3 global
    fc00::/7 private
    fe80::/10 link_local
    fec0::/10 private
    ff00::/8 multicast
    """)

  /// Reads lines of a block and its class.
  private static func table(_ text: String) -> [(block: CIDRBlock, class: Classification)] {
    text.split(separator: "\n").compactMap { line in
      let fields = line.split(separator: " ")
      guard let block = try? CIDRBlock(String(fields[0])),
        let name = Classification(rawValue: String(fields[1]))
      else { return nil }
      return (block, name)
    }
  }
}
