/// Says whose policy a document is; each layer is decided alone, and a lower one can only narrow a higher one.
package enum Layer: String, Sendable, Hashable, CaseIterable {
  case organisation, team, project
}
