import ActionModel

/// What a word of a command line means to the command: the compiled form of a role of the tables (`docs/commands.md`).
struct CommandRole: Sendable {
  /// Says how the word is to be read.
  enum Form: Sendable, Equatable {
    case nothing
    case path, tree
    /// A file that lists paths, or with `-` what flows in.
    case list
    /// A path of which only the names, sizes and dates are read; so it is of whatever lies below it.
    case listed
    /// A path only if `@` or `<` stands before it.
    case marked
    case host(scheme: Int16, port: UInt16)
    case name(NamedTarget.Space)
    /// A package by its name; `owner/name` is a repository at that host.
    case package(forge: Int16)
    /// A path, or `host:path`, that is read, written or deleted.
    case fetches, stores, removes
    /// `container:path`, or a path.
    case fetchesInside(NamedTarget.Space)
    case storesInside(NamedTarget.Space)
    case mounts
    case program, programWithRest, programWithMore
    case command, commandWithMore, elsewhere, inside
    case shell, shellOfRest, shellWithArguments
    case code(language: Int16)
    case base, directory
    case placeholder
    /// The value of a variable in the environment of what is run.
    case variable
    case keys(Int32)
    case gap
  }

  /// The constant that stands for something nobody can name.
  static let unknownTarget = Int32.max

  var form: Form
  var kind: Effect.Kind
  /// Which of an option's values it speaks of.
  var value: UInt8 = 0
  /// The index of the constant it speaks of instead of a word; -1 for none, `unknownTarget` for
  /// something unknown.
  var constant: Int32 = -1

  /// Whether this word and all that follow belong to it.
  var takesRest: Bool {
    switch form {
    case .command, .commandWithMore, .elsewhere, .inside, .shellOfRest, .shellWithArguments,
      .programWithRest:
      true
    default: false
    }
  }

  /// The kinds of effect that it can have.
  var kinds: Effect.KindSet {
    switch form {
    case .nothing, .base, .directory, .placeholder: []
    case .path, .tree, .list, .listed, .marked, .host, .name, .package: Effect.KindSet(kind)
    case .fetches, .fetchesInside: [.reads, .connects]
    case .stores, .storesInside: [.writes, .sends]
    case .removes: [.deletes, .sends]
    case .mounts: [.reads, .writes]
    case .program, .programWithRest, .programWithMore, .command, .commandWithMore, .elsewhere,
      .inside, .shell, .shellOfRest, .shellWithArguments, .code:
      .executes
    case .keys, .gap, .variable: .all
    }
  }
}
