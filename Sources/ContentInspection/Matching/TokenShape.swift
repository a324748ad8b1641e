/// What a token looks like: literals, classes of bytes and counts, matched without ever going back.
///
/// `ghp_\a{36}` is a literal and 36 letters or digits. Classes: `\d` digits, `\h` lower-case and `\H` any hexadecimal
/// digits, `\a` letters and digits, `\w` these and `_`, `\u` these and `-`, `\b` letters, digits, `+` and `/`, `\s`
/// the space, or a list in brackets, `[A-Z2-7]`. Counts: `{n}`, `{n,m}`, at most 4096. Of `left<literal>right` the literal is looked for first,
/// and `left` is read backwards from it. Each item takes all the bytes it can, so that time is linear.
struct TokenShape: Sendable {
  struct Item: Sendable, Equatable {
    var set: ByteSet
    var least = 1
    var most = 1
  }

  /// What stands before the keyword, nearest first.
  let left: [Item]
  /// The keyword and what follows it.
  let right: [Item]
  /// The lower-case literal that has to be there; empty where the shape begins with a class.
  let keyword: [UInt8]

  /// What the bytes behind the keyword have to be, as many as have one place.
  var followers: [ByteSet] {
    var sets: [ByteSet] = []
    for item in right.dropFirst(keyword.count) {
      sets += repeatElement(item.set, count: item.least)
      guard item.least == item.most else { break }
    }
    return sets
  }

  /// Reads a shape; nil where it is malformed.
  init?(_ text: some StringProtocol, foldingCase: Bool = false) {
    let bytes = Array(text.utf8)
    let open = bytes.firstIndex(of: UInt8(ascii: "<"))
    var rest = bytes[...]
    if let open {
      guard let close = bytes.firstIndex(of: UInt8(ascii: ">")), close > open,
        var before = Self.items(bytes[..<open])
      else { return nil }
      if foldingCase { for index in before.indices { before[index].set.foldCase() } }
      left = before.reversed()
      rest = bytes[(open + 1)..<close] + bytes[(close + 1)...]
    } else {
      left = []
    }
    guard var items = Self.items(rest) else { return nil }
    let literal = items.prefix { $0.set.single != nil && $0.least == 1 && $0.most == 1 }
    keyword = literal.compactMap(\.set.single).map(ASCII.lowercased)
    if foldingCase { for index in items.indices { items[index].set.foldCase() } }
    right = items
  }

  /// Where a token that has its keyword at `start` begins and ends; nil where there is none.
  func match(_ text: [UInt8], keywordAt start: Int, work: inout Int) -> Range<Int>? {
    var end = start
    defer { work &+= end &- start }
    for item in right {
      let limit = min(text.count, end + item.most)
      var index = end
      while index < limit, item.set.contains(text[index]) { index += 1 }
      guard index - end >= item.least else { return nil }
      end = index
    }
    var begin = start
    for item in left {
      let limit = max(0, begin - item.most)
      var index = begin
      while index > limit, item.set.contains(text[index - 1]) { index -= 1 }
      guard begin - index >= item.least else { return nil }
      begin = index
    }
    return begin..<end
  }

  /// Tells whether the shape takes exactly these bytes.
  func matches(_ text: [UInt8], _ range: Range<Int>) -> Bool {
    var work = 0
    return match(text, keywordAt: range.lowerBound, work: &work)?.upperBound == range.upperBound
  }

  private static func items(_ bytes: ArraySlice<UInt8>) -> [Item]? {
    var items: [Item] = []
    var index = bytes.startIndex
    while index < bytes.endIndex {
      var set = ByteSet()
      switch bytes[index] {
      case UInt8(ascii: "\\"):
        guard index + 1 < bytes.endIndex else { return nil }
        set.insert(named: bytes[index + 1])
        index += 2
      case UInt8(ascii: "["):
        guard let close = bytes[index...].firstIndex(of: UInt8(ascii: "]")) else { return nil }
        set = ByteSet(String(decoding: bytes[(index + 1)..<close], as: UTF8.self))
        index = close + 1
      default:
        set.insert(bytes[index])
        index += 1
      }
      var item = Item(set: set)
      if index < bytes.endIndex, bytes[index] == UInt8(ascii: "{") {
        guard let close = bytes[index...].firstIndex(of: UInt8(ascii: "}")),
          let (least, most) = counts(bytes[(index + 1)..<close])
        else { return nil }
        (item.least, item.most) = (least, most)
        index = close + 1
      }
      items.append(item)
    }
    return items.isEmpty ? nil : items
  }

  private static func counts(_ bytes: ArraySlice<UInt8>) -> (Int, Int)? {
    let numbers = String(decoding: bytes, as: UTF8.self).split(separator: ",").map { Int($0) ?? -1 }
    guard let least = numbers.first, let most = numbers.last, numbers.count <= 2,
      0...4096 ~= least, least...4096 ~= most
    else { return nil }
    return (least, most)
  }
}
