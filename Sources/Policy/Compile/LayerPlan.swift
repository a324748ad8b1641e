import ActionModel

/// How the results of one layer's rules become the layer's verdict.
enum CombiningAlgorithm: Sendable {
  /// The strongest effect of all that matched; the default where nothing did.
  case strongestWins
}

/// What is decided once for a layer: how it combines its rules, and what holds where none matches.
struct LayerPlan: Sendable {
  let layer: Layer
  let algorithm: CombiningAlgorithm
  /// The default of the layer's policies; nil where all of them are shadows, so that the layer decides nothing.
  let fallback: Verdict?
  /// The default that would hold if the layer's shadow policies were live.
  let shadowFallback: Verdict

  /// The default in a mode; nil where the layer has no say in it.
  func fallback(withShadows: Bool) -> Verdict? {
    withShadows ? shadowFallback : fallback
  }
}
