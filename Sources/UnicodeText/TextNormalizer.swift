internal import CUTF8Proc

/// Decomposes, folds and composes text scalar by scalar, so that each result knows where it came from.
///
/// Scalars that may still combine with what follows wait in a segment; a segment begins with a scalar that combines
/// with nothing before it. Its length is bounded as in the stream-safe text format (UAX 15, section 13).
struct TextNormalizer {
  private static let longestSegment = 64

  private let form: TextForm
  private let options: utf8proc_option_t
  private let lookalikes: Lookalikes?
  private var output: MappedText.Builder
  /// The decomposed scalars of the segment, and where in the original they stand.
  private var segment: [Int32] = []
  private var segmentOrigin = 0..<0
  private var decomposed: [Int32] = Array(repeating: 0, count: 32)
  /// The segment in UTF-8, kept for its memory.
  private var encoded: [UInt8] = []

  init(form: TextForm, capacity: Int) {
    self.form = form
    var options = UTF8PROC_DECOMPOSE.rawValue | UTF8PROC_STABLE.rawValue
    if form.contains(.compatibility) { options |= UTF8PROC_COMPAT.rawValue }
    if form.contains(.foldedCase) { options |= UTF8PROC_CASEFOLD.rawValue }
    lookalikes = form.contains(.latinLookalikes) ? .shared : nil
    self.options = utf8proc_option_t(rawValue: options)
    output = MappedText.Builder(capacity: capacity)
  }

  mutating func normalize(_ text: Span<UInt8>) -> MappedText {
    var index = 0
    while index < text.count {
      let end = text.endOfASCII(from: index)
      if end > index {
        flush(text)
        // The last character may take on the mark that follows.
        let certain = end == text.count ? end : end - 1
        appendASCII(index..<certain, of: text)
        if certain < end {
          let last = text[certain]
          segment = [Int32(form.contains(.foldedCase) ? last.loweredASCII : last)]
          segmentOrigin = certain..<end
        }
        index = end
      } else {
        let scalar = text.scalar(at: index)
        take(scalar, text)
        index = scalar.bytes.upperBound
      }
    }
    flush(text)
    return output.finish()
  }

  private mutating func appendASCII(_ range: Range<Int>, of text: Span<UInt8>) {
    if form.contains(.foldedCase) {
      output.append(lowercased: range, of: text)
    } else {
      output.append(verbatim: range, of: text)
    }
  }

  private mutating func take(_ scalar: DecodedScalar, _ text: Span<UInt8>) {
    var value = scalar.value
    if form.contains(.tagsAsText), 0xE0020 <= value, value <= 0xE007E { value -= 0xE0000 }
    if form.contains(.withoutInvisible), HiddenCharacter.Kind(value) != nil {
      // A segment goes on behind it, so that what it was put between joins again.
      if !segment.isEmpty {
        segmentOrigin = segmentOrigin.lowerBound..<scalar.bytes.upperBound
      }
      return
    }
    let count = decompose(value)
    for index in 0..<count {
      let part = map(decomposed[index])
      if form.contains(.withoutMarks), Self.isMark(part) {
        segmentOrigin =
          segment.isEmpty
          ? segmentOrigin : segmentOrigin.lowerBound..<scalar.bytes.upperBound
        continue
      }
      if Self.combinesWithNothingBefore(part) || segment.count >= Self.longestSegment {
        // The parts of one scalar stay together.
        if segmentOrigin.upperBound <= scalar.bytes.lowerBound { flush(text) }
      }
      if segment.isEmpty { segmentOrigin = scalar.bytes }
      segment.append(part)
      segmentOrigin = segmentOrigin.lowerBound..<scalar.bytes.upperBound
    }
  }

  /// Fills `decomposed` and says with how many scalars.
  private mutating func decompose(_ value: Int32) -> Int {
    if Self.isWhole(value, folds: form.contains(.foldedCase)) {
      decomposed[0] = value
      return 1
    }
    var boundary: Int32 = 0
    let capacity = decomposed.count
    // SAFETY: utf8proc writes at most as many scalars as it is told there is room for.
    let count = unsafe decomposed.withUnsafeMutableBufferPointer { buffer in
      unsafe utf8proc_decompose_char(value, buffer.baseAddress, capacity, options, &boundary)
    }
    guard count > 0, count <= capacity else {
      decomposed[0] = value
      return 1
    }
    return count
  }

  /// Whether a scalar decomposes into itself alone, as most do.
  private static func isWhole(_ value: Int32, folds: Bool) -> Bool {
    // The syllables of Hangul decompose by arithmetic.
    if 0xAC00 <= value, value <= 0xD7A3 { return false }
    // SAFETY: utf8proc has a property of every number, known or not, that lives as long as the program.
    let property = unsafe utf8proc_get_property(value)
    return unsafe property?.pointee.decomp_seqindex == UInt16.max
      && (!folds || property?.pointee.casefold_seqindex == UInt16.max)
  }

  private func map(_ value: Int32) -> Int32 {
    guard let lookalikes, value >= 0x80,
      let ascii = lookalikes.ascii(for: UInt32(bitPattern: value))
    else { return value }
    return Int32(form.contains(.foldedCase) ? ascii.loweredASCII : ascii)
  }

  /// Composes the segment and writes it down.
  private mutating func flush(_ text: Span<UInt8>) {
    var length = segment.count
    if length == 0 { return }
    if length > 1 {
      order()
      // SAFETY: utf8proc composes in place, and never makes a text longer.
      let composed = unsafe segment.withUnsafeMutableBufferPointer { buffer in
        unsafe utf8proc_normalize_utf32(
          buffer.baseAddress, length,
          utf8proc_option_t(rawValue: UTF8PROC_COMPOSE.rawValue | UTF8PROC_STABLE.rawValue))
      }
      if composed > 0 { length = min(composed, length) }
    }
    encoded.removeAll(keepingCapacity: true)
    for index in 0..<length { Self.encode(UInt32(bitPattern: segment[index]), to: &encoded) }
    if text.holds(encoded, in: segmentOrigin) {
      output.append(verbatim: segmentOrigin, of: text)
    } else {
      output.append(encoded, from: segmentOrigin)
    }
    segment.removeAll(keepingCapacity: true)
  }

  private static func encode(_ value: UInt32, to bytes: inout [UInt8]) {
    func tail(_ shift: UInt32) -> UInt8 { 0x80 | UInt8(truncatingIfNeeded: value >> shift & 0x3F) }
    switch value {
    case 0..<0x80: bytes.append(UInt8(truncatingIfNeeded: value))
    case 0x80..<0x800:
      bytes.append(0xC0 | UInt8(truncatingIfNeeded: value >> 6))
      bytes.append(tail(0))
    case 0x800..<0x1_0000:
      bytes.append(0xE0 | UInt8(truncatingIfNeeded: value >> 12))
      bytes.append(tail(6))
      bytes.append(tail(0))
    default:
      bytes.append(0xF0 | UInt8(truncatingIfNeeded: value >> 18))
      bytes.append(tail(12))
      bytes.append(tail(6))
      bytes.append(tail(0))
    }
  }

  /// Brings marks into canonical order, stably (UAX 15, section 1.3); segments are short.
  private mutating func order() {
    guard segment.count > 1 else { return }
    for index in 1..<segment.count {
      let value = segment[index]
      let rank = Self.combiningClass(value)
      guard rank > 0 else { continue }
      var place = index
      while place > 0, Self.combiningClass(segment[place - 1]) > rank {
        segment[place] = segment[place - 1]
        place -= 1
      }
      segment[place] = value
    }
  }

  private static func combiningClass(_ value: Int32) -> Int16 {
    // SAFETY: utf8proc has a property of every number, known or not, that lives as long as the program.
    unsafe value < 0x300 ? 0 : utf8proc_get_property(value).pointee.combining_class
  }

  private static func isMark(_ value: Int32) -> Bool {
    // SAFETY: as above.
    let category = unsafe value < 0x300 ? 0 : utf8proc_get_property(value).pointee.category
    return category == UTF8PROC_CATEGORY_MN.rawValue || category == UTF8PROC_CATEGORY_ME.rawValue
  }

  private static func combinesWithNothingBefore(_ value: Int32) -> Bool {
    if value < 0x300 { return true }
    // The vowels and final consonants of Hangul compose by arithmetic.
    if 0x1161 <= value, value <= 0x1175 { return false }
    if 0x11A8 <= value, value <= 0x11C2 { return false }
    // SAFETY: as above.
    let property = unsafe utf8proc_get_property(value).pointee
    guard property.combining_class == 0 else { return false }
    // utf8proc numbers the second halves of compositions from 0x8000.
    return property.comb_index < 0x8000 || property.comb_index == UInt16.max
  }
}
