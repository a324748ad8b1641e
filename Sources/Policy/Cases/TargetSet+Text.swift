import ActionModel
import Matching

extension TargetSet {
  /// Reads a target as its description writes it: `/a/b`, `/a/**`, a glob, or `unknown`; nil for other text.
  init?(text: String) {
    if text == "unknown" {
      self = .unknown
      return
    }
    let isPlain = !text.unicodeScalars.contains { "*?[]{}\\".unicodeScalars.contains($0) }
    if isPlain {
      guard let name = try? PathName(text), name.isAbsolute else { return nil }
      self = .exact(name.text)
      return
    }
    if text.hasSuffix("/**"), case .exact(let root)? = TargetSet(text: Self.directory(text)) {
      self = .tree(root)
      return
    }
    guard let pattern = try? PathPattern(text) else { return nil }
    self = .glob(pattern)
  }

  private static func directory(_ text: String) -> String {
    text == "/**" ? "/" : String(text.dropLast(3))
  }
}
