package import JSON

/// One file of the policy as somebody would have it, the others staying as they are.
package struct PolicyDraft: Sendable {
  /// The name of the file, as the list of sources has it.
  package let source: String
  package let text: String
}

/// A change of one file of the policy that somebody asks for.
package struct PolicyChange: Sendable {
  package enum Kind: Sendable {
    case save(text: String)
    /// Back to what stood there before the last change.
    case rollback
  }

  package let kind: Kind
  package let source: String
  /// The digest of the files that the change was made from.
  package let base: String
  /// Who asks, and by which way.
  package let editor: String
  package let channel: String
}

/// Why something could not be done with the policy.
package enum PolicyDeskError: Error, Sendable {
  /// No file of the policy has this name.
  case unknownSource
  /// The files are no longer those that the change was made from.
  case changed
  /// The policy would not load.
  case refused(problems: [String])
  /// No earlier version is kept.
  case nothingKept
  /// Nobody may write the policy of this instance.
  case readOnly
  case invalidAction(pointer: String, message: String)
  /// The policy, the log or the files cannot be read or written; says which.
  case failed(String)
  /// Too much is asked at once, or it took too long.
  case overloaded
}

/// What people do with the policy beside letting it decide; the service does it, on threads of its own, and answers with
/// JSON.
package protocol PolicyDesk: Sendable {
  /// The rules in use, and how often each has matched.
  func rules() throws(PolicyDeskError) -> [UInt8]

  /// The files of the policy, as they are and as they are in use.
  func sources() async throws(PolicyDeskError) -> [UInt8]

  /// What is wrong with the set that a draft makes.
  func check(_ draft: PolicyDraft) async throws(PolicyDeskError) -> [UInt8]

  /// What a policy says of an action, and why; nil for the policy in use.
  func explain(_ action: JSONValue, by draft: PolicyDraft?) async throws(PolicyDeskError) -> [UInt8]

  /// What a policy would make of the newest recorded actions; nil for the policy in use.
  func replay(last count: Int, by draft: PolicyDraft?) async throws(PolicyDeskError) -> [UInt8]

  /// Writes a file of the policy, and takes the set into use; returns its digest.
  func apply(_ change: PolicyChange) async throws(PolicyDeskError) -> String
}
