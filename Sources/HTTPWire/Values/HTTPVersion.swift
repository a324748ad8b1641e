/// The protocol versions this module speaks (RFC 9112, section 2.3).
package enum HTTPVersion: Sendable, Hashable {
  case http10
  case http11
}
