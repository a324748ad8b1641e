/// Finds the rules of a time zone by its name in the files of the IANA database (TZif, RFC 9636), or by a fixed offset.
package struct TimeZoneDatabase: Sendable {
  /// Knows no names but `UTC`.
  package static let fixedOffsetsOnly = TimeZoneDatabase { _ in nil }

  private let bytes: @Sendable (_ name: String) -> [UInt8]?

  /// Takes where the bytes of a zone's file come from; it is only asked for names of letters, digits, `_`, `+` and `-`
  /// with `/` between them, never for one that leaves the database's folder.
  package init(_ bytes: @escaping @Sendable (_ name: String) -> [UInt8]?) {
    self.bytes = bytes
  }

  /// Finds the rules of `UTC`, of an offset such as `+02:00` or `-09:30`, or of a name such as `Europe/Paris`; nil if
  /// there are none or their file is damaged.
  package func rules(named name: String) -> TimeZoneRules? {
    if name == "UTC" || name == "Z" { return TimeZoneRules(offset: 0) }
    if let offset = TimeZoneDatabase.fixedOffset(name) { return TimeZoneRules(offset: offset) }
    guard TimeZoneDatabase.isName(name), let bytes = bytes(name) else { return nil }
    return TimeZoneRules(file: bytes)
  }

  /// Reads `[+|-]hh:mm`, in seconds.
  private static func fixedOffset(_ text: String) -> Int? {
    var scanner = TextScanner(text)
    let isNegative = scanner.takes("-")
    if !isNegative { _ = scanner.takes("+") }
    guard let seconds = scanner.hoursAndMinutes(), scanner.isAtEnd else { return nil }
    return isNegative ? -seconds : seconds
  }

  private static func isName(_ text: String) -> Bool {
    text.utf8.count <= 64
      && text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        .allSatisfy { part in
          part.first?.isLetter == true
            && part.allSatisfy {
              $0.isLetter || $0.isDigit || $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-")
            }
        }
  }
}
