internal import ByteParsing

/// How the form of a token is confirmed beyond its shape.
enum TokenCheck: String, Sendable {
  /// The last six characters are the CRC-32 of the thirty before, in base 62 (GitHub, npm).
  case github
  /// As `github`, of a fine-grained token.
  case githubFine = "github_fine"
  /// Not the key of the vendor's own documentation.
  case example
  /// The first part is a user's number in base64.
  case discord
  /// Begins with `sk-`.
  case openai
  /// Digits among the letters, as names seldom have.
  case mixed
  /// The checksum of bech32 (BIP 173).
  case bech32

  /// What a check may say.
  enum Judgement {
    case confirmed
    /// It may still be one: some were issued before checksums, others are made up.
    case unconfirmed
    case refused
  }

  func judge(_ text: [UInt8], _ range: Range<Int>) -> Judgement {
    switch self {
    case .github: return checksum(text, range)
    case .githubFine: return checksum(text, range)
    case .example:
      let tail = range.upperBound - 7..<range.upperBound
      return text[tail].elementsEqual("EXAMPLE".utf8) ? .refused : .confirmed
    case .discord:
      let first = text[range].prefix { $0 != UInt8(ascii: ".") }
      guard let decoded = Base64.decodeEither(first),
        decoded.count >= 15, decoded.allSatisfy(ASCII.isDigit)
      else { return .refused }
      return .confirmed
    case .openai:
      return text[range].starts(with: "sk-".utf8) ? .confirmed : .refused
    case .mixed:
      let token = text[range]
      let digits = token.count(where: ASCII.isDigit)
      return digits >= 2 && token.count - digits >= 8 ? .confirmed : .refused
    case .bech32:
      return Bech32.isValid(text[range].map(ASCII.lowercased)) ? .confirmed : .unconfirmed
    }
  }

  private func checksum(_ text: [UInt8], _ range: Range<Int>) -> Judgement {
    guard let split = text[range].lastIndex(of: UInt8(ascii: "_")),
      range.upperBound - split > 7
    else { return .unconfirmed }
    let sum = CRC32.checksum(text[(split + 1)..<(range.upperBound - 6)])
    return CRC32.base62(sum).elementsEqual(text[(range.upperBound - 6)..<range.upperBound])
      ? .confirmed : .unconfirmed
  }
}
