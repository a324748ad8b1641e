/// Compares scanned strings by the text they stand for, in place: keys above all.
struct JSONKeys: ~Escapable {
  private let bytes: Span<UInt8>
  private let tokens: Span<JSONToken>

  /// Up to this many members an object is searched pair by pair, beyond it by sorting.
  static let few = 12

  @_lifetime(copy bytes, copy tokens)
  init(bytes: Span<UInt8>, tokens: Span<JSONToken>) {
    self.bytes = bytes
    self.tokens = tokens
  }

  /// Finds the first key that stands for the same text as one before it in the same object.
  ///
  /// Takes n log n comparisons at worst; allocates only for objects of more than `few` members.
  func firstRepeated(in object: Int) -> Int? {
    if tokens[object].count > Self.few { return firstRepeatedBySorting(in: object) }
    let end = tokens[object].next
    var key = tokens[object + 2].next
    while key < end {
      var earlier = object + 1
      while earlier < key {
        if areEqual(earlier, key) { return key }
        earlier = tokens[earlier + 1].next
      }
      key = tokens[key + 1].next
    }
    return nil
  }

  private func firstRepeatedBySorting(in object: Int) -> Int? {
    let sorted = sorted(in: object)
    var first: Int?
    for (one, other) in zip(sorted, sorted.dropFirst()) where areEqual(one, other) {
      first = min(first ?? .max, max(one, other))
    }
    return first
  }

  /// Gives the indices of an object's keys in the order of their UTF-16 code units.
  func sorted(in object: Int) -> [Int] {
    let end = tokens[object].next
    var keys: [Int] = []
    keys.reserveCapacity(tokens[object].count)
    var key = object + 1
    while key < end {
      keys.append(key)
      key = tokens[key + 1].next
    }
    keys.sort { compare($0, $1) < 0 }
    return keys
  }

  /// Says whether an object's keys stand in that order already.
  func areSorted(in object: Int) -> Bool {
    let end = tokens[object].next
    var key = object + 1
    while key < end {
      let following = tokens[key + 1].next
      if following < end, compare(key, following) > 0 { return false }
      key = following
    }
    return true
  }

  /// Says whether two strings stand for the same text, code point by code point.
  func areEqual(_ one: Int, _ other: Int) -> Bool {
    let (one, other) = (tokens[one], tokens[other])
    guard one.isPlain, other.isPlain else { return compare(one, other) == 0 }
    guard one.content.count == other.content.count else { return false }
    for offset in 0..<one.content.count
    where bytes[one.content.lowerBound + offset] != bytes[other.content.lowerBound + offset] {
      return false
    }
    return true
  }

  /// Says whether a string stands for exactly this UTF-8 text.
  func isEqual(_ token: JSONToken, to text: Span<UInt8>) -> Bool {
    let content = token.content
    if token.isPlain {
      guard content.count == text.count else { return false }
      for offset in 0..<text.count where bytes[content.lowerBound + offset] != text[offset] {
        return false
      }
      return true
    }
    // An escape is at most six times as long as what it stands for.
    guard content.count > text.count, content.count <= 6 * text.count else { return false }
    var reader = JSONTextReader(content)
    for offset in 0..<text.count {
      guard reader.next(in: bytes) == text[offset] else { return false }
    }
    return reader.next(in: bytes) == nil
  }

  /// Finds the key of an object that stands for exactly this UTF-8 text.
  func index(of key: Span<UInt8>, in object: Int) -> Int? {
    let end = tokens[object].next
    var index = object + 1
    while index < end {
      if isEqual(tokens[index], to: key) { return index }
      index = tokens[index + 1].next
    }
    return nil
  }

  /// Orders two strings by their UTF-16 code units (RFC 8785, section 3.2.3): negative, 0 or positive.
  func compare(_ one: Int, _ other: Int) -> Int { compare(tokens[one], tokens[other]) }

  private func compare(_ one: JSONToken, _ other: JSONToken) -> Int {
    if one.isPlain, other.isPlain { return comparePlain(one.content, other.content) }
    var (left, right) = (JSONTextReader(one.content), JSONTextReader(other.content))
    while true {
      switch (left.next(in: bytes), right.next(in: bytes)) {
      case (nil, nil): return 0
      case (nil, _): return -1
      case (_, nil): return 1
      case (let left?, let right?):
        if left != right { return Self.rank(left) < Self.rank(right) ? -1 : 1 }
      }
    }
  }

  private func comparePlain(_ one: Range<Int>, _ other: Range<Int>) -> Int {
    for offset in 0..<min(one.count, other.count) {
      let (left, right) = (bytes[one.lowerBound + offset], bytes[other.lowerBound + offset])
      if left != right { return Self.rank(left) < Self.rank(right) ? -1 : 1 }
    }
    return one.count - other.count
  }

  /// Places the lead bytes of U+E000...U+FFFF behind those of the code points that UTF-16 writes as
  /// surrogates: the one point where its order and that of UTF-8 differ.
  private static func rank(_ byte: UInt8) -> UInt8 {
    byte == 0xEE || byte == 0xEF ? byte + 0x10 : byte
  }

  /// The refusal of a key that is there already.
  func refusal(of key: Int) -> JSONError {
    let token = tokens[key]
    var reader = JSONTextReader(token.content)
    var text: [UInt8] = []
    while text.count < 64, let byte = reader.next(in: bytes) { text.append(byte) }
    let isCut = reader.next(in: bytes) != nil
    let shown = String(decoding: text, as: UTF8.self) + (isCut ? "…" : "")
    return JSONError(
      .duplicateKey, at: token.start, "the key `\(shown)` is in this object already, remove one")
  }
}
