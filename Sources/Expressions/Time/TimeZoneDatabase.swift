/// Finds the rules of a named time zone in the files of the IANA database (TZif, RFC 9636).
package struct TimeZoneDatabase: Sendable {
  /// Knows no names but `UTC`; fixed offsets such as `+02:00` need no database.
  package static let fixedOffsetsOnly = TimeZoneDatabase { _ in nil }

  private let bytes: @Sendable (_ name: String) -> [UInt8]?

  /// Takes where the bytes of a zone's file come from; it is only asked for names of letters, digits, `_`, `+`, `-`
  /// and `/` between them, never for one that leaves the database's folder.
  package init(_ bytes: @escaping @Sendable (_ name: String) -> [UInt8]?) {
    self.bytes = bytes
  }
}
