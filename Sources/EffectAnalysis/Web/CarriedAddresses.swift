import Matching

/// Finds the addresses that are written in a name, as services such as nip.io resolve them.
enum CarriedAddresses {
  /// The addresses in the labels of a name: `10.0.0.1`, `10-0-0-1`, `0a000001`, `fe80--1`, and in base 36 backwards.
  static func all(in labels: Substring) -> [IPAddress] {
    let plain = dotted(in: labels) + hexadecimal(in: labels) + dashedIPv6(in: labels)
    return plain.isEmpty ? base36(in: labels) : plain
  }

  /// Numbers in base 36, the first byte of the address being the lowest, as xip.io wrote them.
  private static func base36(in text: Substring) -> [IPAddress] {
    text.split(separator: ".").compactMap { label in
      guard (5...7).contains(label.utf8.count), let value = UInt32(label, radix: 36) else {
        return nil
      }
      return IPAddress(v4: value.byteSwapped)
    }
  }

  /// Four decimal numbers in a row; also two, which 1u.ms takes twice.
  private static func dotted(in text: Substring) -> [IPAddress] {
    var found: [IPAddress] = []
    var numbers: [UInt32] = []
    let pieces = text.split(whereSeparator: { $0 == "." || $0 == "-" })
    for piece in pieces {
      if piece.utf8.count <= 3, piece.utf8.allSatisfy({ 0x30...0x39 ~= $0 }),
        let number = UInt32(piece), number <= 255
      {
        numbers.append(number)
        continue
      }
      found += addresses(of: numbers)
      numbers = []
    }
    return found + addresses(of: numbers)
  }

  private static func addresses(of numbers: [UInt32]) -> [IPAddress] {
    if numbers.count == 2 {
      return addresses(of: numbers + numbers)
    }
    guard numbers.count >= 4 else { return [] }
    return (0...(numbers.count - 4)).map { start in
      IPAddress(v4: numbers[start..<(start + 4)].reduce(0) { $0 << 8 | $1 })
    }
  }

  private static func hexadecimal(in text: Substring) -> [IPAddress] {
    text.split(whereSeparator: { $0 == "." || $0 == "-" }).compactMap { piece in
      guard piece.utf8.count == 8 else { return nil }
      return UInt32(piece, radix: 16).map(IPAddress.init(v4:))
    }
  }

  private static func dashedIPv6(in text: Substring) -> [IPAddress] {
    text.split(separator: ".").compactMap { label in
      guard label.utf8.count <= 39, label.utf8.contains(UInt8(ascii: "-")) else { return nil }
      return IPAddress(String(label.map { $0 == "-" ? ":" : $0 }))
    }
  }
}
