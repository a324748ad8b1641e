internal import Matching

/// Reads hosts (https://url.spec.whatwg.org/#host-parsing).
enum HostParser {
  /// Reads the bytes between a URL's slashes and its port or path; nil where the standard says failure.
  static func parse(_ bytes: [UInt8], isOpaque: Bool) -> URLHost? {
    if bytes.first == UInt8(ascii: "[") {
      guard bytes.last == UInt8(ascii: "]"),
        let address = readIPv6(bytes.dropFirst().dropLast())
      else { return nil }
      return .address(address)
    }
    if isOpaque { return parseOpaque(bytes) }
    let decoded = bytes.contains(UInt8(ascii: "%")) ? PercentEncoding.decode(bytes) : bytes
    guard let domain = DomainToASCII.convert(decoded), !domain.isEmpty,
      !domain.contains(where: isForbiddenInDomain)
    else { return nil }
    if IPv4Reader.endsInNumber(domain) {
      return IPv4Reader.read(domain).map { .address(IPAddress(v4: $0)) }
    }
    return .domain(String(decoding: domain, as: UTF8.self))
  }

  private static func parseOpaque(_ bytes: [UInt8]) -> URLHost? {
    guard !bytes.contains(where: isForbidden) else { return nil }
    return .opaque(PercentEncoding.encode(bytes, .control))
  }

  private static func readIPv6(_ bytes: ArraySlice<UInt8>) -> IPAddress? {
    guard bytes.contains(UInt8(ascii: ":")) else { return nil }
    return IPAddress(String(decoding: bytes, as: UTF8.self))
  }

  /// The forbidden host code points.
  static func isForbidden(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x00, 0x09, 0x0A, 0x0D, UInt8(ascii: " "), UInt8(ascii: "#"), UInt8(ascii: "/"),
      UInt8(ascii: ":"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "?"),
      UInt8(ascii: "@"), UInt8(ascii: "["), UInt8(ascii: "\\"), UInt8(ascii: "]"),
      UInt8(ascii: "^"), UInt8(ascii: "|"):
      true
    default: false
    }
  }

  /// The forbidden domain code points.
  private static func isForbiddenInDomain(_ byte: UInt8) -> Bool {
    isForbidden(byte) || byte <= 0x1F || byte == UInt8(ascii: "%") || byte == 0x7F
  }
}
