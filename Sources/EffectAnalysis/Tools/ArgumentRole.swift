import ActionModel

/// What one argument of a tool is, as a description says.
struct ArgumentRole: Sendable {
  /// The kinds of argument that a description can name.
  enum Kind: String, CaseIterable, Sendable {
    /// A path of the agent's file system.
    case path
    /// A URL or a host; `method` and `body` of the role name the arguments that say how it is called.
    case url
    /// A command line for a shell.
    case command
    /// Text of a program; `language` of the role says of which.
    case code
    /// SQL; `dialect` of the role names the argument that says which, or the dialect itself.
    case sql
    /// A number that is spent.
    case amount
    /// Somebody or something that is sent to.
    case recipient
    /// The name of a table, service, package and so on: `space` of the role says of what.
    case name
    /// Something that must not be shown.
    case secret
    /// Anything else.
    case text
  }

  /// The argument's place: member names, `*` for every element or member.
  let place: [String]
  let kind: Kind
  /// What the tool does to it; by kind where the description does not say.
  let does: [Effect.Kind]
  /// Whether that concerns everything below a path.
  let isTree: Bool
  /// Whether a call may leave it out.
  let isOptional: Bool
  /// What the kind needs besides: a language, a dialect, a space, or the names of other arguments.
  let details: [String: String]

  static let detailNames = ["language", "dialect", "method", "body", "space"]
}
