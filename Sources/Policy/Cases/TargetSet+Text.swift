import ActionModel
import Matching

extension TargetSet {
  /// Reads a target of paths as its description writes it (`/a/b`, `/a/**`, a glob), a name such as `table:sales.orders`,
  /// `given` or `unknown`; nil for other text.
  init?(text: String) {
    if text == "unknown" {
      self = .unknown
      return
    }
    if text == "given" {
      self = .given
      return
    }
    if let colon = text.firstIndex(of: ":"),
      let space = NamedTarget.Space(rawValue: String(text[..<colon]))
    {
      self = .named(NamedTarget(space: space, name: String(text[text.index(after: colon)...])))
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
