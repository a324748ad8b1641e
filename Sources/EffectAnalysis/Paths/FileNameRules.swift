import UnicodeText

/// Says which different spellings a file system takes for one name.
struct FileNameRules: Hashable, Sendable {
  /// Upper and lower case are one: Windows, and macOS as it comes.
  let ignoresCase: Bool
  /// Composed and decomposed letters are one: macOS.
  let normalizesUnicode: Bool

  init(ignoresCase: Bool = false, normalizesUnicode: Bool = false) {
    self.ignoresCase = ignoresCase
    self.normalizesUnicode = normalizesUnicode
  }

  /// The spelling that stands for all; patterns to compare with need it too.
  func canonical(_ path: String) -> String {
    guard ignoresCase || normalizesUnicode else { return path }
    return (ignoresCase ? TextForm.foldedCase : TextForm([])).applied(to: path).text
  }
}
