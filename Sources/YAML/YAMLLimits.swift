/// Bounds what one document may cost.
package struct YAMLLimits: Sendable {
  /// The longest document read, in bytes.
  package var bytes: Int
  /// The deepest nesting of lists and mappings.
  package var depth: Int
  /// The most nodes a document may have, counting an alias as all that it stands for.
  package var nodes: Int

  package init(bytes: Int, depth: Int, nodes: Int) {
    self.bytes = bytes
    self.depth = depth
    self.nodes = nodes
  }

  /// 16 MiB, 64 levels, a million nodes: a hundred times what a large policy needs.
  package static let standard = YAMLLimits(bytes: 16 << 20, depth: 64, nodes: 1_000_000)
}
