/// How bad it is that something was found.
package enum Severity: String, Sendable, Hashable, CaseIterable, Comparable {
  /// An identifier, or a hint that is often harmless.
  case low
  /// Likely a secret of little reach, or personal data.
  case medium
  /// A secret, or an attempt to steer the model.
  case high
  /// A secret that opens an account, whose form or checksum confirms it.
  case critical

  package static func < (one: Severity, other: Severity) -> Bool { one.rank < other.rank }

  /// What a finding adds to the risk of a text, 0–100.
  var weight: Int {
    switch self {
    case .low: 10
    case .medium: 35
    case .high: 65
    case .critical: 90
    }
  }

  private var rank: Int { weight }
}
