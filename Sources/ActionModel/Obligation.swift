package import JSON

/// Something that whoever carries out an action must do to it first.
package struct Obligation: Sendable {
  /// The kinds that a caller can list in `can`.
  package enum Kind: String, Sendable, Hashable, CaseIterable {
    /// Blanks out the named values.
    case redact
    /// Puts other values in the place of the named ones.
    case replace
    /// Bounds how much of the action is done.
    case limit
    /// Takes the named members out.
    case strip
  }

  package let kind: Kind
  /// The rule that asks for it.
  package let rule: String
  /// The JSON pointers (RFC 6901) into the arguments or the result that it concerns.
  package let paths: [String]
  /// What to put in place (`replace`), or the bound (`limit`); canonical JSON.
  package let value: JSONValue?

  package init(kind: Kind, rule: String, paths: [String], value: JSONValue?) {
    self.kind = kind
    self.rule = rule
    self.paths = paths
    self.value = value
  }
}

/// The kinds of obligation that a caller is able to carry out.
package struct Abilities: OptionSet, Sendable {
  package let rawValue: UInt8
  package init(rawValue: UInt8) { self.rawValue = rawValue }

  package init(_ kind: Obligation.Kind) {
    switch kind {
    case .redact: self.init(rawValue: 1)
    case .replace: self.init(rawValue: 2)
    case .limit: self.init(rawValue: 4)
    case .strip: self.init(rawValue: 8)
    }
  }
}
