/// Settles what is reported where several detectors found the same thing.
enum Overlaps {
  /// The detectors that know a secret by what stands around it.
  private static let contextual: Set<String> = [
    Detector.genericSecret.id, Detector.password.id, Detector.authorization.id,
    Detector.curlUser.id, Detector.urlPassword.id, Detector.connectionPassword.id,
    Detector.netrc.id, Detector.kubernetesSecret.id, "model_api_key",
  ]

  /// Sorts findings by place, and leaves out those that say less than another about the same bytes.
  ///
  /// Of credentials that overlap, one known by its own form wins over one known by its surroundings, then the longer.
  /// Of one detector's findings that overlap, the first stays.
  static func resolved(_ findings: [Finding]) -> [Finding] {
    let ordered = findings.sorted { one, other in
      if one.bytes.lowerBound != other.bytes.lowerBound {
        return one.bytes.lowerBound < other.bytes.lowerBound
      }
      if one.bytes.upperBound != other.bytes.upperBound {
        return one.bytes.upperBound > other.bytes.upperBound
      }
      return one.severity != other.severity
        ? one.severity > other.severity : one.detector < other.detector
    }
    var kept: [Finding] = []
    for finding in ordered {
      // Findings that reach this far are near the end: the list is sorted, and short.
      let rivals = kept.indices.reversed().prefix(32).filter {
        kept[$0].bytes.overlaps(finding.bytes)
          && (kept[$0].detector == finding.detector
            || kept[$0].kind == .credential && finding.kind == .credential)
      }
      guard rivals.allSatisfy({ gives(kept[$0], wayTo: finding) }) else { continue }
      for index in rivals { kept.remove(at: index) }
      kept.append(finding)
    }
    return kept
  }

  private static func gives(_ one: Finding, wayTo other: Finding) -> Bool {
    contextual.contains(one.detector) && !contextual.contains(other.detector)
  }
}
