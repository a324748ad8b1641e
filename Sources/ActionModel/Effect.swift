/// One thing that an action would do, and to what.
package struct Effect: Sendable, Hashable {
  /// The closed vocabulary of effects.
  package enum Kind: String, Sendable, Hashable, CaseIterable {
    case reads, writes, deletes, executes, loads, connects, listens, sends
    case changesPermissions = "changes_permissions"
    case escalates, spends, unknown
  }

  package let kind: Kind
  package let target: TargetSet
  /// The place in the arguments that says so; nil where the effect follows from the tool alone.
  package let evidence: Evidence?

  package init(kind: Kind, target: TargetSet, evidence: Evidence? = nil) {
    self.kind = kind
    self.target = target
    self.evidence = evidence
  }
}

/// A place in an action's arguments.
package struct Evidence: Sendable, Hashable {
  /// The JSON pointer (RFC 6901) of the argument.
  package let argument: String
  /// The bytes of the argument's text, in UTF-8.
  package let bytes: Range<Int>

  package init(argument: String, bytes: Range<Int>) {
    self.argument = argument
    self.bytes = bytes
  }
}
