import Calendar

/// The `Date` field of responses, made once a second and appended to many (RFC 9110, section 5.6.7).
package struct HTTPDate: Sendable, Equatable {
  /// The field line with its line end.
  let line: [UInt8]

  /// Writes a time in seconds since 1970-01-01T00:00:00Z, of the years 1970 to 9999.
  package init(secondsSince1970 seconds: Int) {
    line = Array("date: \(MessageDate.text(secondsSince1970: seconds)) GMT\r\n".utf8)
  }
}
