import CUV

/// Says which operation of the operating system failed, and how.
package struct IOError: Error, Hashable, Sendable {
  /// The system's error number, positive.
  package let code: Int32
  /// What was being done, with the name of what it was done to: ``listen on `/run/x.sock` ``.
  package let operation: String
  /// What to do about it, where something can be said beyond the system's own text.
  package let advice: String?

  package init(code: Int32, operation: String, advice: String? = nil) {
    self.code = abs(code)
    self.operation = operation
    self.advice = advice
  }
}

extension IOError: CustomStringConvertible {
  package var description: String {
    // SAFETY: libuv answers with a string constant for every number, known or not.
    let text = unsafe String(cString: uv_strerror(-code))
    return "cannot \(operation): \(text)" + (advice.map { "; \($0)" } ?? "")
  }
}

extension IOError {
  /// Whether nothing answered in time.
  package var isTimeout: Bool { code == -UV_ETIMEDOUT.rawValue }
}
