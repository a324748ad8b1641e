/// Something that a detector found in a text; it says where, and never repeats what.
package struct Finding: Sendable, Hashable {
  /// What family a detector belongs to.
  package enum Kind: String, Sendable, Hashable, CaseIterable {
    case credential
    case personalData = "personal_data"
    case promptInjection = "prompt_injection"
    case hiddenText = "hidden_text"
    case exfiltration
    /// A pattern of the user's own.
    case custom
    /// The inspection itself: `inspection_incomplete`, `too_many_findings`.
    case inspection
  }

  /// The detector's stable id, such as `aws_access_key`.
  package let detector: String
  package let kind: Kind
  package let severity: Severity
  /// Where the evidence stands: offsets in bytes of the inspected text, before any decoding.
  package let bytes: Range<Int>

  package init(detector: String, kind: Kind, severity: Severity, bytes: Range<Int>) {
    self.detector = detector
    self.kind = kind
    self.severity = severity
    self.bytes = bytes
  }
}
