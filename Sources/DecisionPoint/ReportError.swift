package import ActionModel

/// Says why an outcome was not taken note of.
package enum ReportError: Error, Sendable, Equatable {
  /// The caller has not the role of one that carries actions out.
  case notAnEnforcer
  /// Nothing was reserved for such a decision, it allowed nothing, or it is none that the caller may speak of.
  case unknown
  /// Another instance made the decision, and knows what it reserved.
  case elsewhere
  /// The time in which it could be reported has passed: the reservation stays spent.
  case over
  /// It has been reported before.
  case reported
  /// The log could not record it, so that it can be reported again.
  case unrecorded(ReasonCode, String)
}
