internal import CIDN2
internal import UnicodeText

/// Converts domains to ASCII (https://url.spec.whatwg.org/#concept-domain-to-ascii) label by label.
///
/// ASCII labels are only lower-cased, as the standard has it. Others go through libidn2, which holds to IDNA 2008 and so
/// refuses more than the standard does: symbols, hyphens at the ends, labels over 63 bytes. A refused domain is no host.
enum DomainToASCII {
  private static let dot = UInt8(ascii: ".")

  /// The domain in ASCII and lower case; nil where it is none. Bytes that are not UTF-8 are replaced, and so refused.
  static func convert(_ domain: [UInt8]) -> [UInt8]? {
    if domain.allSatisfy({ $0 < 0x80 }) { return domain.map(lowercase) }
    var result: [UInt8] = []
    var isFirst = true
    let text = String(decoding: domain, as: UTF8.self)
    let labels = text.unicodeScalars.split(
      omittingEmptySubsequences: false, whereSeparator: isDot)
    for label in labels {
      if !isFirst { result.append(dot) }
      isFirst = false
      guard let ascii = convertLabel(String(label)) else { return nil }
      result += ascii
    }
    return result
  }

  private static func convertLabel(_ label: String) -> [UInt8]? {
    if label.utf8.allSatisfy({ $0 < 0x80 }) && !hasPrefix(label.utf8) {
      return label.utf8.map(lowercase)
    }
    guard !label.unicodeScalars.contains(where: isDisallowed) else { return nil }
    if !label.unicodeScalars.contains(where: isDeviation) {
      let form: TextForm = [.compatibility, .foldedCase, .withoutInvisible]
      let mapped = form.applied(to: label).bytes
      if mapped.contains(dot) { return nil }
      if mapped.allSatisfy({ $0 < 0x80 }) && !hasPrefix(mapped) { return mapped }
    }
    // libidn2's tables are older than the standard's, in which the capital letter is the small one.
    let scalars = label.unicodeScalars.map { $0 == "\u{1E9E}" ? "\u{DF}" : $0 }
    return lookUp(String(String.UnicodeScalarView(scalars)))
  }

  private static func lookUp(_ label: String) -> [UInt8]? {
    guard !label.utf8.contains(0) else { return nil }
    var output: UnsafeMutablePointer<UInt8>?
    // SAFETY: both texts end in NUL; libidn2 allocates the result, which is freed here once it has been copied.
    let status = unsafe label.withCString { text in
      unsafe text.withMemoryRebound(to: UInt8.self, capacity: label.utf8.count + 1) { bytes in
        unsafe idn2_lookup_u8(
          bytes, &output, Int32(IDN2_NFC_INPUT.rawValue | IDN2_NONTRANSITIONAL.rawValue))
      }
    }
    guard status == IDN2_OK.rawValue, let found = unsafe output else { return nil }
    defer { unsafe idn2_free(found) }
    return unsafe Array(String(cString: found).utf8)
  }

  /// The dots that UTS 46 maps to a full stop.
  private static func isDot(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x2E, 0x3002, 0xFF0E, 0xFF61: true
    default: false
    }
  }

  /// What UTS 46 (nontransitional) keeps, though case folding would change it.
  private static func isDeviation(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0xDF, 0x1E9E, 0x3C2, 0x200C, 0x200D: true
    default: false
    }
  }

  /// What UTS 46 refuses, though the form above would take it out: controls of direction, tags, annotations.
  private static func isDisallowed(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2061...0x2063, 0x2066...0x2069,
      0xFFF0...0xFFFF, 0x1D173...0x1D17A, 0xE0000...0xE00FF, 0xE01F0...0xE0FFF:
      true
    default: false
    }
  }

  private static func hasPrefix(_ label: some Sequence<UInt8>) -> Bool {
    label.lazy.map(lowercase).starts(with: "xn--".utf8)
  }

  private static func lowercase(_ byte: UInt8) -> UInt8 {
    UInt8(ascii: "A") <= byte && byte <= UInt8(ascii: "Z") ? byte | 0x20 : byte
  }
}
