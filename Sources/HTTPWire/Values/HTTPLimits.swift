/// Bounds on what one connection may send; every one of them has a status of its own when passed.
package struct HTTPLimits: Sendable, Hashable {
  /// Bytes of a request line without its line end; longer is 414.
  package var maximumRequestLineBytes: Int = 8 * 1024
  /// Bytes of one field line without its line end; longer is 431.
  package var maximumFieldLineBytes: Int = 8 * 1024
  /// Bytes of all field lines of a head, or of a trailer section, with line ends; more is 431.
  package var maximumFieldBytes: Int = 32 * 1024
  /// Field lines of a head, or of a trailer section; more is 431.
  package var maximumFieldCount: Int = 100
  /// Bytes of content; more is 413, at once where `Content-Length` says so.
  package var maximumBodyBytes: Int = 1024 * 1024
  /// Bytes of one chunk-size line with its extensions; longer is 400.
  package var maximumChunkLineBytes: Int = 256
  /// Bytes of all chunk extensions of one body; more is 400.
  package var maximumChunkExtensionBytes: Int = 4 * 1024
  /// Bytes received ahead of what has been surfaced before `wantsInput` turns false.
  package var maximumBufferedBytes: Int = 64 * 1024

  package init() {}

  package static let standard = HTTPLimits()
}
