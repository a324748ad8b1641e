/// Says why a document was refused, where, and what its writer can do about it.
package struct YAMLError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What is wrong; stable, so that tests and callers can rely on it.
  package enum Code: Sendable, Hashable {
    case syntax
    case invalidUTF8
    case duplicateKey
    case unsupportedKey
    case mergeKey
    case unknownAnchor
    case unsupportedTag
    case unsupportedVersion
    case secondDocument
    case numberOutOfRange
    case tooLarge
    case tooDeep
    case tooManyNodes
  }

  package let code: Code
  package let position: YAMLPosition
  package let message: String
  package let hint: String?

  package init(_ code: Code, at position: YAMLPosition, _ message: String, hint: String? = nil) {
    self.code = code
    self.position = position
    self.message = message
    self.hint = hint
  }

  package var description: String {
    "\(position): \(message)" + (hint.map { " (\($0))" } ?? "")
  }
}
