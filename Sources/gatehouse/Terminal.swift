#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Writes what a command has to say.
enum Terminal {
  /// Whether somebody looks at the standard output.
  static var isPresent: Bool { isatty(STDOUT_FILENO) == 1 }

  /// Writes a line to standard output.
  static func print(_ text: String) {
    write(text.hasSuffix("\n") ? text : text + "\n", to: STDOUT_FILENO)
  }

  /// Writes a line to standard error.
  static func complain(_ text: String) {
    write("gatehouse: \(text)\n", to: STDERR_FILENO)
  }

  /// Asks a question of whoever sits at the terminal; without one nobody agrees.
  static func confirms(_ question: String) -> Bool {
    guard isatty(STDIN_FILENO) == 1 else {
      complain("nobody can be asked here: look at the request, and give `--yes`")
      return false
    }
    write("\(question) [y/N] ", to: STDERR_FILENO)
    return ["y", "yes"].contains(readLine()?.lowercased())
  }

  /// Counts things: `1 rule`, `2 rules`.
  static func count(_ number: some BinaryInteger, _ noun: String) -> String {
    "\(number) \(noun)\(number == 1 ? "" : "s")"
  }

  /// Writes all bytes, or as many as the reader takes: a pipe that was closed ends the output, not the command.
  static func write(_ text: String, to descriptor: Int32) {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      // SAFETY: the slice's own storage is written, for as many bytes as it has.
      let count = unsafe rest.withUnsafeBytes { buffer in
        unsafe Glibc.write(descriptor, buffer.baseAddress, buffer.count)
      }
      guard count > 0 || errno == EINTR else { return }
      rest = rest.dropFirst(max(0, count))
    }
  }
}
