package import ActionModel

/// What there is to say of a URL alone.
package struct AnalyzedURL: Sendable {
  package let effects: Effects
  /// The host that it leads to; nil where it names none that can be told.
  package let host: HostTarget?
  /// The URL as browsers write it (WHATWG URL, section 4.5); nil for one that they refuse.
  package let resolved: String?
}
