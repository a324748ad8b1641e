import COpenSSL

/// Holds secret bytes: never printed, compared in constant time, and wiped when let go.
@safe
package final class Secret: @unchecked Sendable, CustomStringConvertible,
  CustomDebugStringConvertible, CustomReflectable
{
  // Sendable without a lock: the bytes are written in `init` and only read afterwards, until
  // `deinit`.
  private let storage: UnsafeMutableBufferPointer<UInt8>

  /// Copies the bytes; the caller's own copy remains the caller's to drop.
  package init(_ bytes: [UInt8]) {
    // SAFETY: freshly allocated with the size that is copied; freed in `deinit` only.
    unsafe storage = .allocate(capacity: bytes.count)
    _ = unsafe storage.initialize(from: bytes)
  }

  deinit {
    // SAFETY: the buffer is live, and this was its last owner.
    unsafe OPENSSL_cleanse(storage.baseAddress, storage.count)
    unsafe storage.deallocate()
  }

  /// How many bytes there are.
  package var count: Int { unsafe storage.count }

  /// Lends the bytes for the length of a call; they must not be copied to anything printable.
  package func withBytes<Result: ~Copyable, Failure: Error>(
    _ body: (Span<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    // SAFETY: the span cannot outlive the call, and `self` keeps the buffer until then.
    try body(unsafe Span(_unsafeElements: UnsafeBufferPointer(storage)))
  }

  /// Compares without telling by its time where a difference lies.
  package func equals(_ bytes: [UInt8]) -> Bool {
    withBytes { constantTimeEquals($0, bytes.span) }
  }

  package var description: String { "[secret]" }
  package var debugDescription: String { "[secret]" }
  package var customMirror: Mirror { Mirror(self, children: [], displayStyle: .class) }
}

/// Compares two runs of bytes in a time that depends on their lengths only.
package func constantTimeEquals(_ left: Span<UInt8>, _ right: Span<UInt8>) -> Bool {
  guard left.count == right.count else { return false }
  // SAFETY: both buffers have the count that is compared, and are only read.
  return unsafe left.withUnsafeBufferPointer { left in
    unsafe right.withUnsafeBufferPointer { right in
      unsafe left.count == 0 || CRYPTO_memcmp(left.baseAddress, right.baseAddress, left.count) == 0
    }
  }
}

/// Compares two runs of bytes in a time that depends on their lengths only.
package func constantTimeEquals(_ left: [UInt8], _ right: [UInt8]) -> Bool {
  constantTimeEquals(left.span, right.span)
}
