/// Says why an instance cannot start, and what to do about it.
package struct ServiceError: Error, Sendable, CustomStringConvertible {
  package let description: String

  init(_ description: String) {
    self.description = description
  }
}
