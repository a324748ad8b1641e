internal import CRE2

/// A compiled RE2 pattern: matching takes time linear in the text, whatever the pattern.
///
/// The syntax is RE2's: no back-references and no look-around. Matching is case-sensitive, on Unicode scalars.
@safe
package final class RegularExpression: @unchecked Sendable {
  // `@unchecked Sendable`: an RE2 object is immutable after construction but for a cache that RE2 guards with its own lock.

  /// The longest pattern taken, in bytes of UTF-8.
  package static let maximumLength = 8192
  /// How much memory one compiled pattern may use, in bytes: program and caches together.
  package static let memoryLimit = 4 << 20

  /// The pattern as it was written.
  package let pattern: String
  private let compiled: OpaquePointer

  /// Compiles a pattern.
  package init(_ pattern: String) throws(RegularExpressionError) {
    let source = pattern.utf8Span.span
    guard source.count <= Self.maximumLength else {
      throw RegularExpressionError(pattern: pattern, problem: .tooLong(source.count))
    }
    var message = [CChar](repeating: 0, count: 256)
    let capacity = message.count
    // SAFETY: RE2 copies the pattern, and writes at most `capacity` bytes of message; neither pointer is kept.
    let compiled = unsafe source.withUnsafeBytes { bytes in
      unsafe message.withUnsafeMutableBufferPointer { text in
        unsafe cre2_regex_compile(
          bytes.baseAddress?.assumingMemoryBound(to: CChar.self), bytes.count,
          Int64(Self.memoryLimit), text.baseAddress, capacity)
      }
    }
    guard let compiled = unsafe compiled else {
      let text = message.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
      throw RegularExpressionError(
        pattern: pattern, problem: .malformed(String(decoding: text, as: UTF8.self)))
    }
    self.pattern = pattern
    unsafe self.compiled = compiled
  }

  deinit {
    // SAFETY: this object is the only owner of the pointer.
    unsafe cre2_regex_free(compiled)
  }

  /// Tells whether the pattern matches anywhere in the text.
  package func matches(_ text: String) -> Bool {
    // SAFETY: the bytes outlive the call, which reads `count` of them and keeps none.
    unsafe text.utf8Span.span.withUnsafeBytes { bytes in
      unsafe cre2_regex_find(
        compiled, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), bytes.count, nil, nil)
    }
  }

  /// Finds the leftmost match that begins at an offset or behind it, as offsets into the text's UTF-8; nil where there is none.
  ///
  /// What stands before the offset counts for `^` and `\b`.
  package func firstMatch(in text: String, from start: Int = 0) -> Range<Int>? {
    guard 0...text.utf8.count ~= start else { return nil }
    var begin = start
    var end = 0
    // SAFETY: as in `matches`; the two offsets are written before the call returns.
    let found = unsafe text.utf8Span.span.withUnsafeBytes { bytes in
      unsafe cre2_regex_find(
        compiled, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), bytes.count, &begin, &end)
    }
    return found ? begin..<end : nil
  }
}

/// Says why a pattern is not a regular expression we take.
package struct RegularExpressionError: Error, Equatable, CustomStringConvertible {
  /// What is wrong with the pattern.
  package enum Problem: Equatable, Sendable {
    /// RE2's own words for it, such as "missing ): (a".
    case malformed(String)
    /// Longer than `RegularExpression.maximumLength`, with its length in bytes.
    case tooLong(Int)
    /// More patterns than a set takes, with their number.
    case tooManyPatterns(Int)
    /// The patterns of a set do not fit into its memory together.
    case setTooLarge
  }

  package let pattern: String
  package let problem: Problem

  package var description: String {
    switch problem {
    case .malformed(let reason):
      "`\(pattern)` is not a regular expression (\(reason)); the syntax is RE2's, without "
        + "back-references and look-around"
    case .tooLong(let length):
      "the regular expression has \(length) bytes, at most \(RegularExpression.maximumLength) are taken"
    case .tooManyPatterns(let count):
      "the set has \(count) regular expressions, at most \(RegularExpressionSet.maximumCount) are taken"
    case .setTooLarge:
      "the regular expressions of the set are too large together, split the set"
    }
  }
}
