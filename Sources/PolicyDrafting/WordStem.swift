/// Brings the forms of an English word together: `emails`, `emailed` and `emailing` become one stem.
///
/// The stem need not be a word; both sides of every comparison are stemmed alike.
enum WordStem {
  /// Gives the stem of a word in lower case.
  static func of(_ word: String) -> String {
    var bytes = Array(word.utf8)
    if bytes.ends(with: "ies"), bytes.count > 4 {
      bytes.removeLast(3)
      bytes.append(UInt8(ascii: "y"))
      return String(decoding: bytes, as: UTF8.self)
    }
    for ending in ["ing", "ed", "es", "s", "e"]
    where bytes.ends(with: ending) && bytes.count > ending.utf8.count + 2 {
      // `address` and `pass` are no plurals.
      if ending == "s", bytes.ends(with: "ss") { break }
      bytes.removeLast(ending.utf8.count)
      break
    }
    if bytes.count > 3, let last = bytes.last, last == bytes[bytes.count - 2],
      last != UInt8(ascii: "s"), last != UInt8(ascii: "l")
    {
      bytes.removeLast()
    }
    // What `-es` or `-ed` left of `cancelled` and `move` meets what `cancel` and `moved` leave.
    if bytes.count > 4, bytes.ends(with: "ll") { bytes.removeLast() }
    if bytes.count > 3, bytes.last == UInt8(ascii: "e") { bytes.removeLast() }
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension [UInt8] {
  fileprivate func ends(with text: String) -> Bool {
    count >= text.utf8.count && suffix(text.utf8.count).elementsEqual(text.utf8)
  }
}
