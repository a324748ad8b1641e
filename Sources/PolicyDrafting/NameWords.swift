/// Splits the names of tools and arguments into words.
enum NameWords {
  /// Splits at whatever is no letter and at humps: `sendEmail`, `send_email` and `send-email` alike.
  static func of(_ name: String) -> [String] {
    var words: [String] = []
    var word = ""
    var follows = false
    for character in name.prefix(256) {
      guard character.isLetter else {
        if !word.isEmpty { words.append(word) }
        word = ""
        follows = false
        continue
      }
      if character.isUppercase, follows {
        words.append(word)
        word = ""
      }
      follows = character.isLowercase
      word += character.lowercased()
    }
    if !word.isEmpty { words.append(word) }
    return words
  }
}
