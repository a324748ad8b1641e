/// Says why no policy can be drafted.
package struct DraftingError: Error, Equatable, CustomStringConvertible {
  package let description: String

  package init(_ description: String) { self.description = description }
}
