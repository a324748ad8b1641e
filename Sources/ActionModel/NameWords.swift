/// Splits the names of tools and of their arguments into words.
package enum NameWords {
  /// How much of a name is looked at, in Unicode scalars.
  private static let limit = 256

  /// The words of a name, in lower case: `sendEmail`, `send_email` and `HTTPGet2` are two words each.
  ///
  /// A word is made of letters; it ends at whatever is none, and where a capital begins another.
  package static func of(_ name: String) -> [String] {
    let scalars = Array(name.unicodeScalars.prefix(limit))
    var words: [String] = []
    var word = ""
    func endWord() {
      if !word.isEmpty { words.append(word) }
      word = ""
    }
    for (index, scalar) in scalars.enumerated() {
      guard scalar.properties.isAlphabetic else {
        endWord()
        continue
      }
      if isHump(scalars, index) { endWord() }
      word += scalar.properties.lowercaseMapping
    }
    endWord()
    return words
  }

  /// Whether a letter is a capital that begins a word: behind a small letter, or the last of several before one.
  private static func isHump(_ scalars: [Unicode.Scalar], _ index: Int) -> Bool {
    guard index > 0, scalars[index].properties.isUppercase else { return false }
    let previous = scalars[index - 1].properties
    guard !previous.isLowercase else { return true }
    guard previous.isUppercase, index + 1 < scalars.count,
      scalars[index + 1].properties.isLowercase
    else { return false }
    // The `s` of `userIDs` makes several of them.
    let isPlural =
      scalars[index + 1] == "s"
      && (index + 2 == scalars.count || !scalars[index + 2].properties.isLowercase)
    return !isPlural
  }
}
