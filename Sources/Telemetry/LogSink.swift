/// Where finished log lines go.
package protocol LogSink: Sendable {
  /// Takes one line that ends in a line feed, without ever waiting; false when it had to be dropped.
  func write(_ line: [UInt8]) -> Bool
}
