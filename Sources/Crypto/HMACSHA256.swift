import COpenSSL
import Locking

/// Authenticates messages with HMAC-SHA-256 (RFC 2104) under one key, prepared once.
///
/// Calls from several threads are safe: each takes an idle context, or copies the prepared one.
@safe package final class HMACSHA256: @unchecked Sendable {
  // Sendable: `prepared` is only read after `init`, and `idle` by its locks.
  private let prepared: OpaquePointer
  private let idle: Striped<[Context]>

  /// A context that lies idle.
  @safe private struct Context: @unchecked Sendable {
    // Sendable: whoever takes it out of `idle` is its only user.
    let pointer: OpaquePointer
  }

  /// Prepares a key of any length.
  package init(key: Secret) {
    // SAFETY: the method and the context are checked before use; the context is freed in `deinit`
    // only.
    let method = unsafe EVP_MAC_fetch(nil, "HMAC", nil)
    defer { unsafe EVP_MAC_free(method) }
    guard let context = unsafe EVP_MAC_CTX_new(method) else {
      preconditionFailure("HMAC is not available in this OpenSSL")
    }
    let done = key.withBytes { key in
      // SAFETY: OpenSSL copies the key during the call.
      unsafe key.withUnsafeBufferPointer { key in
        // An absent pointer would mean "keep the old key": an empty key needs an address.
        var empty: UInt8 = 0
        return unsafe withUnsafePointer(to: &empty) { empty in
          unsafe gatehouse_hmac_sha256_init(context, key.baseAddress ?? empty, key.count)
        }
      }
    }
    precondition(done == 1, "HMAC-SHA-256 is not available in this OpenSSL")
    unsafe prepared = context
    idle = Striped { [] }
  }

  deinit {
    // SAFETY: nobody else holds this object, so no context is in use.
    idle.withEachLock { idle in
      while let context = idle.popLast() { unsafe EVP_MAC_CTX_free(context.pointer) }
    }
    unsafe EVP_MAC_CTX_free(prepared)
  }

  /// Returns the code of one message.
  package func authenticate(_ message: Span<UInt8>) -> SHA256Digest {
    // SAFETY: a context taken from `idle` or copied here is this call's alone until it is given
    // back.
    guard let context = unsafe idle.withLock({ $0.popLast() })?.pointer ?? EVP_MAC_CTX_dup(prepared)
    else { preconditionFailure("no memory for a message authentication code") }
    // Without a key the context goes back to the state after the first `init`.
    var done = unsafe EVP_MAC_init(context, nil, 0, nil) == 1
    // SAFETY: OpenSSL reads exactly `count` bytes during the call.
    unsafe message.withUnsafeBufferPointer { message in
      done = unsafe EVP_MAC_update(context, message.baseAddress, message.count) == 1 && done
    }
    var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
    // SAFETY: the code has exactly 32 bytes, the size of the tuple.
    unsafe withUnsafeMutableBytes(of: &words) { bytes in
      let start = unsafe bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
      done = unsafe EVP_MAC_final(context, start, nil, bytes.count) == 1 && done
    }
    precondition(done, "OpenSSL could not compute HMAC-SHA-256")
    let spare = unsafe Context(pointer: context)
    idle.withLock { $0.append(spare) }
    return SHA256Digest(bigEndianWords: words)
  }

  /// Returns the code of one message.
  package func authenticate(_ message: [UInt8]) -> SHA256Digest {
    authenticate(message.span)
  }
}
