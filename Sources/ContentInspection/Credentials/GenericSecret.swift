/// Judges the value of a name that speaks of a secret, where no service's own form applies.
enum GenericSecret {
  /// Which detector a value belongs to; nil for what only looks like a secret.
  static func judge(_ assignment: Assignment, _ text: [UInt8]) -> Detector? {
    let value = assignment.value
    // Most values are other names: the cheap questions come first.
    guard value.count >= 6, value.count <= 400, !assignment.isListed,
      value.count >= 10 && text[value].contains(where: ASCII.isDigit)
        || assignment.isQuoted && isPasswordName(text, assignment.name),
      isLiteral(assignment, text)
    else { return nil }
    switch SecretName.meaning(text, assignment.name) {
    case .none: return nil
    case .password:
      if isSecret(text, value, leastLength: 10, leastEntropy: 320) { return .password }
      return assignment.isQuoted && isPassword(text, value) ? .password : nil
    case .secret:
      return isSecret(text, value, leastLength: 10, leastEntropy: 320) ? .genericSecret : nil
    case .vague:
      return isSecret(text, value, leastLength: 14, leastEntropy: 340) ? .genericSecret : nil
    }
  }

  private static func isPasswordName(_ text: [UInt8], _ name: Range<Int>) -> Bool {
    text.containsFolded(Array("pass".utf8), in: name)
      || text.containsFolded(Array("pwd".utf8), in: name)
  }

  /// Tells whether the value stands there itself, rather than where it comes from.
  private static func isLiteral(_ assignment: Assignment, _ text: [UInt8]) -> Bool {
    let value = assignment.value
    switch text[value.lowerBound] {
    case UInt8(ascii: "$"), UInt8(ascii: "%"), UInt8(ascii: "&"), UInt8(ascii: "*"),
      UInt8(ascii: "/"), UInt8(ascii: "."), UInt8(ascii: "~"), UInt8(ascii: "@"), UInt8(ascii: "#"):
      guard assignment.isQuoted, SecretName.meaning(text, assignment.name) == .password else {
        return false
      }
    default: break
    }
    guard !Placeholder.isTemplate(text, value), !text[value].contains(where: ASCII.isBlank),
      !text.containsFolded(Array("://".utf8), in: value)
    else { return false }
    if !assignment.isQuoted, value.upperBound < text.count {
      switch text[value.upperBound] {
      case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"): return false
      default: break
      }
    }
    return !isReference(text, value) && !isFileName(text, value)
  }

  /// Tells whether a value varies like something drawn at random.
  private static func isSecret(
    _ text: [UInt8], _ value: Range<Int>, leastLength: Int, leastEntropy: Int
  ) -> Bool {
    guard value.count >= leastLength, text[value].contains(where: ASCII.isDigit),
      text[value].contains(where: ASCII.isLetter), !text[value].contains(UInt8(ascii: ",")),
      !isWords(text, value)
    else { return false }
    // A short text cannot vary more than it is long: 10 bytes hold 3.32 bits each at most.
    let reachable = value.count < 16 ? leastEntropy - 40 : leastEntropy
    let isHex = text[value].allSatisfy { ByteSet.hexDigits.contains($0) }
    return Randomness.isLikely(text, value, leastEntropy: isHex ? 290 : reachable)
  }

  /// Tells whether a quoted value could be a password that somebody chose.
  private static func isPassword(_ text: [UInt8], _ value: Range<Int>) -> Bool {
    guard value.count <= 64, Entropy.hundredths(text, value) >= 200 else { return false }
    for word in [
      "pass", "pwd", "secret", "token", "string", "null", "none", "true", "false", "user",
    ]
    where text.containsFolded(Array(word.utf8), in: value) {
      return false
    }
    let bytes = text[value]
    let kinds =
      (bytes.contains { 0x41...0x5A ~= $0 } ? 1 : 0)
      + (bytes.contains { 0x61...0x7A ~= $0 } ? 1 : 0)
      + (bytes.contains(where: ASCII.isDigit) ? 1 : 0)
      + (bytes.contains { !ASCII.isAlphanumeric($0) && $0 != 0x5F && $0 != 0x2D && $0 != 0x2E }
        ? 1 : 0)
    return kinds >= 2 && bytes.allSatisfy { 0x21...0x7E ~= $0 }
      && !bytes.contains { $0 == 0x28 || $0 == 0x29 || $0 == 0x2F || $0 == 0x3D || $0 == 0x3A }
  }

  /// Tells whether a value is a chain of names such as `config.oauth2.clientSecret`.
  private static func isReference(_ text: [UInt8], _ value: Range<Int>) -> Bool {
    let parts = text[value].split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard parts.count >= 2 else { return false }
    return parts.allSatisfy { part in
      guard let first = part.first, ASCII.isLetter(first) || first == UInt8(ascii: "_") else {
        return false
      }
      return part.count <= 24 && part.count { ASCII.isDigit($0) } <= 2
        && part.allSatisfy { ByteSet.word.contains($0) || $0 == UInt8(ascii: "-") }
    }
  }

  /// Tells whether a value is made of words and versions, as in `gss_krb5_lucid_context_v1`.
  private static func isWords(_ text: [UInt8], _ value: Range<Int>) -> Bool {
    let parts = text[value].split { $0 == 0x5F || $0 == 0x2D || $0 == 0x2E }
    guard parts.count >= 2 else { return false }
    var digits = 0
    for part in parts {
      let letters = part.prefix(while: ASCII.isLetter)
      let tail = part.dropFirst(letters.count)
      guard tail.allSatisfy(ASCII.isDigit), tail.count <= 4, letters.count <= 16 else {
        return false
      }
      digits += tail.count
    }
    return digits * 4 <= value.count
  }

  private static let fileEndings: [[UInt8]] = [
    ".json", ".yaml", ".yml", ".pem", ".key", ".crt", ".txt", ".env", ".toml", ".xml", ".png",
    ".svg", ".jpg", ".js", ".ts", ".py", ".go", ".rs", ".html", ".css", ".md", ".com", ".net",
    ".org", ".io",
  ].map { Array($0.utf8) }

  private static func isFileName(_ text: [UInt8], _ value: Range<Int>) -> Bool {
    fileEndings.contains { ending in
      value.count > ending.count
        && text.containsFolded(ending, in: value.upperBound - ending.count..<value.upperBound)
    }
  }
}
