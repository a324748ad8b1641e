import ActionModel

/// What is decided once for a layer: what holds where none of its rules matches.
struct LayerPlan: Sendable {
  let layer: Layer
  /// The default of the layer's policies; nil where all of them are shadows, so that the layer decides nothing.
  let fallback: Verdict?
  /// The default that would hold if the layer's shadow policies were live.
  let shadowFallback: Verdict

  /// The default in a mode; nil where the layer has no say in it.
  func fallback(withShadows: Bool) -> Verdict? {
    withShadows ? shadowFallback : fallback
  }
}
