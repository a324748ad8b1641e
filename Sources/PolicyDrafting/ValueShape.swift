/// What a word of a task looks like.
enum ValueShape: Equatable {
  case email, account, file, code, word, other
  case url(String)
  case amount(Double)

  private static let currencies: Set<Character> = ["$", "€", "£", "¥", "₹"]
  private static let domains: Set<Substring> = [
    "com", "org", "net", "io", "dev", "edu", "gov", "info", "app", "ai", "co", "eu", "de", "uk",
    "fr", "ch", "us",
  ]

  init(_ text: String) {
    if Self.isEmail(text) {
      self = .email
    } else if let url = Self.url(text) {
      self = .url(url)
    } else if Self.isAccount(text) {
      self = .account
    } else if let amount = Self.amount(text) {
      self = .amount(amount)
    } else if Self.isFile(text) {
      self = .file
    } else if text.allSatisfy({ $0.isLetter || "'’-&.".contains($0) }) {
      self = .word
    } else if text.contains(where: \.isNumber),
      text.allSatisfy({ $0.isLetter || $0.isNumber || "_-#!%&*+=?".contains($0) })
    {
      self = .code
    } else {
      self = .other
    }
  }

  private static func isEmail(_ text: String) -> Bool {
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    return parts.count == 2 && !parts[0].isEmpty && parts[1].contains(".")
      && !parts[1].contains("/")
  }

  /// An IBAN, or a telephone number with its separators.
  private static func isAccount(_ text: String) -> Bool {
    let bare = text.filter { $0 != "-" && $0 != "(" && $0 != ")" && $0 != "." }
    if text.first == "+" || text.filter({ $0 == "-" }).count == 2 {
      let digits = bare.drop { $0 == "+" }
      if 9...15 ~= digits.count, digits.allSatisfy({ $0.isASCII && $0.isNumber }) { return true }
    }
    guard 14...34 ~= text.count, text.allSatisfy({ $0.isASCII && ($0.isNumber || $0.isUppercase) })
    else { return false }
    return text.prefix(2).allSatisfy(\.isLetter)
      && text.dropFirst(2).prefix(2).allSatisfy(\.isNumber)
  }

  /// A link, or a host as people write it; a sentence that follows without a space is cut off.
  private static func url(_ text: String) -> String? {
    let afterScheme = text.range(of: "://").map { text[$0.upperBound...] } ?? text[...]
    let hasScheme = afterScheme.startIndex != text.startIndex
    let host = afterScheme.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
    let labels = host.split(separator: ".", omittingEmptySubsequences: false)
    guard labels.count > 1, labels.allSatisfy({ !$0.isEmpty }) else { return nil }
    let isKnown = labels.last.map { domains.contains($0) } ?? false
    guard hasScheme || labels[0] == "www" || isKnown else { return nil }
    guard host.endIndex == text.endIndex, labels[0].first?.isLowercase == true,
      let sentence = labels.dropFirst().first(where: { $0.first?.isUppercase == true })
    else { return text }
    return String(text[..<text.index(before: sentence.startIndex)])
  }

  private static func amount(_ text: String) -> Double? {
    let bare = text.filter { !currencies.contains($0) && $0 != "," }
    guard !bare.isEmpty, bare.allSatisfy({ $0.isASCII && ($0.isNumber || $0 == ".") }) else {
      return nil
    }
    return Double(bare).flatMap { $0.isFinite ? $0 : nil }
  }

  private static func isFile(_ text: String) -> Bool {
    if text.first == "/" || text.hasPrefix("~/") || text.hasPrefix("./") { return text.count > 2 }
    guard let dot = text.lastIndex(of: "."), dot > text.startIndex else { return false }
    let ending = text[text.index(after: dot)...]
    return 1...5 ~= ending.count && ending.contains(where: \.isLetter)
      && ending.allSatisfy { $0.isASCII && ($0.isLowercase || $0.isNumber) }
      && text.prefix(2).allSatisfy { $0 != "." }
  }
}

extension String {
  /// Where a short text stands for the first time.
  fileprivate func range(of text: String) -> Range<String.Index>? {
    var index = startIndex
    while index < endIndex {
      if self[index...].hasPrefix(text) {
        return index..<self.index(index, offsetBy: text.count)
      }
      index = self.index(after: index)
    }
    return nil
  }
}
