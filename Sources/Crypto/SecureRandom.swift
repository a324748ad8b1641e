import COpenSSL

/// Makes bytes that nobody can foresee.
package enum SecureRandom {
  /// Returns fresh random bytes; stops the process where the system has no randomness, since
  /// nothing safe could follow.
  package static func bytes(_ count: Int) -> [UInt8] {
    unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, written in
      // SAFETY: OpenSSL fills exactly `count` bytes of a buffer with that capacity.
      let done = unsafe RAND_bytes(buffer.baseAddress, Int32(count))
      precondition(count == 0 || done == 1, "the system has no random bytes")
      written = count
    }
  }
}
