internal import UnicodeText

extension Scan {
  /// How many hidden characters are looked at one by one.
  private static let mostHidden = 4096

  /// Reports characters that nobody sees, where they do more than writing needs.
  mutating func hiddenCharacters() {
    let hidden = HiddenCharacter.all(in: text, limit: Self.mostHidden)
    report.work += text.count
    if hidden.count == Self.mostHidden { report.giveUp() }
    var index = 0
    while index < hidden.count {
      let kind = hidden[index].kind
      var end = index + 1
      while end < hidden.count, hidden[end].kind == kind,
        hidden[end].bytes.lowerBound == hidden[end - 1].bytes.upperBound
      {
        end += 1
      }
      let range = hidden[index].bytes.lowerBound..<hidden[end - 1].bytes.upperBound
      if let detector = detector(for: kind, range, count: end - index) { add(detector, range) }
      index = end
    }
  }

  private func detector(
    for kind: HiddenCharacter.Kind, _ range: Range<Int>, count: Int
  ) -> Detector? {
    switch kind {
    case .zeroWidth:
      // Joiners belong between the signs of some scripts and emoji, and a mark may begin a text.
      let isBetweenASCII =
        range.lowerBound > 0 && text[range.lowerBound - 1] < 0x80
        && range.upperBound < text.count && text[range.upperBound] < 0x80
        && (ASCII.isAlphanumeric(text[range.lowerBound - 1])
          && ASCII.isAlphanumeric(text[range.upperBound]))
      let isSoftHyphen = range.count == 2
      return isBetweenASCII && !isSoftHyphen || count >= 4 ? .zeroWidth : nil
    case .bidirectional:
      // The marks that only tell a direction turn nothing round.
      return range.count == 3 && text[range.lowerBound + 2] < 0x90 ? nil : .bidirectional
    case .tag: return isFlag(before: range.lowerBound) ? nil : .tagCharacters
    case .variationSelector: return count >= 3 ? .variationSelectors : nil
    }
  }

  /// Tells whether tags follow the black flag, as the flags of England, Scotland and Wales do.
  private func isFlag(before index: Int) -> Bool {
    text[..<index].suffix(4).elementsEqual([0xF0, 0x9F, 0x8F, 0xB4])
  }

  private static let commentWords = [
    "instruction", "assistant", "ignore", "system prompt", " ai ", "agent", "you must", "llm",
    "tool", "execute", "send ",
  ].map { Array($0.utf8) }

  /// Reports a comment of HTML that speaks to a model.
  mutating func comment(at keyword: Range<Int>) {
    guard keyword.lowerBound >= commentEnd else { return }
    let limit = min(text.count, keyword.upperBound + 4096)
    var end = keyword.upperBound
    while end < limit, text[end] != UInt8(ascii: "-") || !text.hasFolded("-->", at: end) {
      end += 1
    }
    end = min(text.count, end + 3)
    commentEnd = end
    report.work += (end - keyword.lowerBound) * 4
    let body = keyword.upperBound..<max(keyword.upperBound, end)
    guard Self.commentWords.count(where: { text.containsFolded($0, in: body) }) >= 2 else { return }
    add(.hiddenComment, keyword.lowerBound..<end)
  }

  private static let hidingStyles = [
    "display:none", "visibility:hidden", "font-size:0", "opacity:0;", "opacity:0\"",
    "color:transparent", "left:-9999", "text-indent:-9999", "width:0;height:0",
    "clip:rect(0",
  ].map { Array($0.utf8) }

  /// Reports a style that hides the text it is for.
  mutating func style(at keyword: Range<Int>) {
    var index = keyword.upperBound
    while index < text.count, index < keyword.upperBound + 3,
      text[index] == 0x20 || text[index] == UInt8(ascii: "=")
    {
      index += 1
    }
    guard index > keyword.upperBound, index < text.count, ASCII.isQuote(text[index]) else { return }
    let end = min(text.count, index + 200)
    report.work += (end - index) * 2
    var (letters, quote) = ([UInt8](), index + 1)
    while quote < end, text[quote] != text[index] {
      if !ASCII.isBlank(text[quote]) { letters.append(text[quote]) }
      quote += 1
    }
    letters.append(UInt8(ascii: "\""))
    let whole = 0..<letters.count
    let isWhite =
      letters.containsFolded(Array("color:white".utf8), in: whole)
      || letters.containsFolded(Array("color:#fff".utf8), in: whole)
    let isOnWhite =
      letters.containsFolded(Array("background:white".utf8), in: whole)
      || letters.containsFolded(Array("background:#fff".utf8), in: whole)
      || letters.containsFolded(Array("background-color:white".utf8), in: whole)
      || letters.containsFolded(Array("background-color:#fff".utf8), in: whole)
    let hides = Self.hidingStyles.contains { letters.containsFolded($0, in: whole) }
    guard hides || isWhite && isOnWhite else { return }
    add(.hiddenStyle, keyword.lowerBound..<min(text.count, quote + 1))
  }
}
