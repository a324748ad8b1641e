internal import CRE2

/// Many RE2 patterns matched in one pass over a text.
@safe
package final class RegularExpressionSet: @unchecked Sendable {
  // `@unchecked Sendable`: as with `RegularExpression`, only a cache behind RE2's own lock changes after construction.

  /// The most patterns a set takes.
  package static let maximumCount = 1024
  /// How much memory matching all patterns together may use, in bytes, besides the patterns one by one.
  package static let memoryLimit = 16 << 20

  /// The patterns, in the order of their indices.
  package let expressions: [RegularExpression]
  private let compiled: OpaquePointer

  /// Compiles the patterns; an index in an answer is a position in this array.
  package init(_ patterns: [String]) throws(RegularExpressionError) {
    guard patterns.count <= Self.maximumCount else {
      throw RegularExpressionError(pattern: "", problem: .tooManyPatterns(patterns.count))
    }
    var expressions: [RegularExpression] = []
    for pattern in patterns { expressions.append(try RegularExpression(pattern)) }
    // SAFETY: the pointer is freed here on failure, and by `deinit` after success.
    guard let set = unsafe cre2_set_create(Int64(Self.memoryLimit)) else {
      throw RegularExpressionError(pattern: "", problem: .setTooLarge)
    }
    for pattern in patterns {
      // SAFETY: RE2 copies the pattern and keeps no pointer.
      let added = unsafe pattern.utf8Span.span.withUnsafeBytes { bytes in
        unsafe cre2_set_add(
          set, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), bytes.count)
      }
      guard added else {
        // SAFETY: nobody else holds the pointer.
        unsafe cre2_set_free(set)
        throw RegularExpressionError(pattern: pattern, problem: .setTooLarge)
      }
    }
    // SAFETY: the set is compiled once, before anybody can match with it.
    guard unsafe cre2_set_compile(set) else {
      unsafe cre2_set_free(set)
      throw RegularExpressionError(pattern: "", problem: .setTooLarge)
    }
    self.expressions = expressions
    unsafe compiled = set
  }

  deinit {
    // SAFETY: this object is the only owner of the pointer.
    unsafe cre2_set_free(compiled)
  }

  /// The indices of the patterns that match anywhere in the text, ascending.
  package func matches(in text: String) -> [Int] {
    guard !expressions.isEmpty else { return [] }
    var indices = [CInt](repeating: 0, count: expressions.count)
    // SAFETY: the text outlives the call, and `indices` has room for every pattern.
    let count = unsafe text.utf8Span.span.withUnsafeBytes { bytes in
      unsafe indices.withUnsafeMutableBufferPointer { room in
        unsafe cre2_set_match(
          compiled, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), bytes.count,
          room.baseAddress, room.count)
      }
    }
    // RE2 may give up on a set for want of memory; each pattern alone always has an answer, only slower.
    guard count >= 0 else { return expressions.indices.filter { expressions[$0].matches(text) } }
    return indices.prefix(count).map { Int($0) }
  }
}
