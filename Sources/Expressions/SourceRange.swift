/// A part of a source text, in bytes of its UTF-8 form.
package struct SourceRange: Sendable, Hashable {
  package let start: Int
  package let end: Int
}
