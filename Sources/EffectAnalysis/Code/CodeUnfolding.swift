/// Puts the text that a decoding makes in the place of its call, where its argument is written out.
struct CodeUnfolding {
  /// How often a text may be encoded in itself.
  private static let maximumRounds = 4

  private(set) var tokens: [CodeToken]
  private let scope: CodeScope
  private let decodings: [String: CodeDecoding]

  /// Undoes the calls among tokens; nil where there are none.
  init?(_ tokens: [CodeToken], scope: CodeScope, decodings: [String: CodeDecoding]) {
    guard !decodings.isEmpty else { return nil }
    self.tokens = tokens
    self.scope = scope
    self.decodings = decodings
    var rounds = 0
    while rounds < Self.maximumRounds, unfold() { rounds += 1 }
    if rounds == 0 { return nil }
  }

  /// Undoes the innermost calls; false where there are none.
  private mutating func unfold() -> Bool {
    var result: [CodeToken] = []
    var index = 0
    while index < tokens.count {
      guard let (token, before, end) = decoded(at: index) else {
        result.append(tokens[index])
        index += 1
        continue
      }
      result.removeLast(min(before, result.count))
      result.append(token)
      index = end
    }
    defer { tokens = result }
    return result.count < tokens.count
  }

  /// The text of the call whose name stands at a token, how many tokens before belong to it, and where it ends.
  private func decoded(at index: Int) -> (token: CodeToken, before: Int, end: Int)? {
    guard tokens[index].kind == .name, let name = tokens[index].text,
      let (decoding, before) = decoding(of: name, at: index), isMark("(", index + 1),
      let letters = string(index + 2)
    else { return nil }
    var end = index + 3
    var encoding: String?
    if case .named = decoding {
      guard isMark(",", end), let named = string(end + 1) else { return nil }
      encoding = String(decoding: named, as: UTF8.self)
      end += 2
    }
    guard isMark(")", end), let text = decoding.text(of: letters, named: encoding) else {
      return nil
    }
    end = behindText(end + 1)
    let range = tokens[index - before].range.lowerBound..<tokens[end - 1].range.upperBound
    return (CodeToken(kind: .string, range: range, value: text), before, end)
  }

  /// What a function undoes, by its path; of `__import__("base64").b64decode` five tokens stand before the name.
  private func decoding(of name: String, at index: Int) -> (CodeDecoding, before: Int)? {
    if tokens[index].isMember {
      guard index >= 5, isMark(")", index - 2), let module = string(index - 3),
        isMark("(", index - 4), tokens[index - 5].text == "__import__"
      else { return nil }
      return decodings[String(decoding: module, as: UTF8.self) + "." + name].map { ($0, 5) }
    }
    let root = name.prefix { $0 != "." }
    let (path, isImported) = scope.path(of: name)
    guard isImported || root == "bytes" || root == "bytearray",
      !scope.bound.contains(Array(root.utf8))
    else { return nil }
    return decodings[path].map { ($0, 0) }
  }

  /// Where the turning of bytes into text ends that follows: `.decode()`, `.decode("utf-8")`.
  private func behindText(_ index: Int) -> Int {
    guard index + 1 < tokens.count, tokens[index + 1].kind == .name, tokens[index + 1].isMember,
      tokens[index + 1].text == "decode", isMark("(", index + 2)
    else { return index }
    if isMark(")", index + 3) { return index + 4 }
    guard let encoding = string(index + 3), isMark(")", index + 4),
      ["utf-8", "utf8", "ascii"].contains(String(decoding: encoding, as: UTF8.self).lowercased())
    else { return index }
    return index + 5
  }

  private func isMark(_ mark: Unicode.Scalar, _ index: Int) -> Bool {
    tokens.indices.contains(index) && tokens[index].isMark(mark)
  }

  /// What a string holds, all of which is known.
  private func string(_ index: Int) -> [UInt8]? {
    guard tokens.indices.contains(index), tokens[index].kind == .string,
      !tokens[index].value.contains(where: { $0 >= CodeText.given })
    else { return nil }
    return tokens[index].value
  }
}
