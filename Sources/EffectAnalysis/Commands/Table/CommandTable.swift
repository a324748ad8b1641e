import ActionModel

/// What is known of commands: for each what its options and operands do, from tables in the language of
/// `docs/commands.md`.
///
/// The tables are flat: entries, options and roles lie in arrays and refer to each other by index, and names are ranges
/// of the tables' text, so that reading hundreds of commands at start costs a few allocations and looking at one none.
/// It is an object, since a call is read in much less time than it takes to copy references to a dozen arrays.
package final class CommandTable: Sendable {
  /// A file of descriptions: its name, for errors, and its text.
  package typealias File = (name: String, bytes: [UInt8])

  /// A range of the tables' text.
  struct Name: Sendable {
    var start: UInt32 = 0
    var count: UInt16 = 0

    var range: Range<Int> { Int(start)..<Int(start) + Int(count) }
  }

  /// A range of one of the arrays.
  struct Slice: Sendable {
    var start: UInt32 = 0
    var end: UInt32 = 0

    var range: Range<Int> { Int(start)..<Int(end) }
    var isEmpty: Bool { start == end }
  }

  /// What an entry says in a word.
  struct Flags: OptionSet, Sendable {
    let rawValue: UInt16

    static let posix = Flags(rawValue: 1)
    static let mixed = Flags(rawValue: 1 << 1)
    static let long = Flags(rawValue: 1 << 2)
    static let globals = Flags(rawValue: 1 << 3)
    static let strict = Flags(rawValue: 1 << 4)
    static let anyopt = Flags(rawValue: 1 << 5)
    static let again = Flags(rawValue: 1 << 6)
    static let bundle = Flags(rawValue: 1 << 7)
    static let find = Flags(rawValue: 1 << 8)
    static let hasArguments = Flags(rawValue: 1 << 9)
    static let hasSubcommands = Flags(rawValue: 1 << 10)
    static let parallel = Flags(rawValue: 1 << 11)
    static let stdin = Flags(rawValue: 1 << 12)
  }

  /// A command, a subcommand or a mode.
  struct Entry: Sendable {
    var flags: Flags = []
    var reversibility = Effects.Reversibility.reversible
    /// Into `spellings`.
    var options = Slice()
    /// Into `slots`.
    var slots = Slice()
    /// Into `roles`: those with a constant.
    var effects = Slice()
    /// Into `keys`: keyed operands.
    var keys = Slice()
    /// Into `words`: the language of input that is run; -1 for none.
    var input: Int16 = -1
    /// Into `outputs`; -1 for none.
    var output: Int16 = -1
    /// What options, those of its modes included, can do.
    var risk: Effect.KindSet = []
    var parent: Int32 = -1
    var firstMode: Int32 = -1
    var nextMode: Int32 = -1
    /// The mode `_`, which holds where no option selects one.
    var defaultMode: Int32 = -1
  }

  /// One way to write an option.
  struct Spelling: Sendable {
    /// With its dashes.
    var name: Name
    /// The only value that this speaks of; empty for any.
    var value: Name
    var hash: UInt32
    var option: UInt32
  }

  /// What an option does.
  struct Option: Sendable {
    /// What an option says in a word.
    struct Flags: OptionSet, Sendable {
      let rawValue: UInt16

      static let tree = Flags(rawValue: 1)
      static let shift = Flags(rawValue: 1 << 1)
      static let pop = Flags(rawValue: 1 << 2)
      static let dry = Flags(rawValue: 1 << 3)
      static let quits = Flags(rawValue: 1 << 4)
      static let ends = Flags(rawValue: 1 << 5)
      static let stdin = Flags(rawValue: 1 << 6)
      static let attachedOnly = Flags(rawValue: 1 << 7)
      static let here = Flags(rawValue: 1 << 8)
    }

    var flags: Flags = []
    var valueCount: UInt8 = 0
    var reversibility = Effects.Reversibility.reversible
    /// Into `roles`: those of the values, and effects of its own.
    var roles = Slice()
    /// The entry of the mode that it selects; -1 for none.
    var mode: Int32 = -1
  }

  /// A place among the operands.
  struct Slot: Sendable {
    /// Into `roles`.
    var roles = Slice()
    var repeats = false
    /// Into `words`: what is meant where the operand is missing; -1 for nothing.
    var fallback: Int32 = -1
  }

  /// What a key's value means.
  struct Key: Sendable {
    /// Without `=`.
    var name: Name
    /// Into `roles`.
    var roles = Slice()
  }

  /// Named keys of an option's value.
  struct KeyBlock: Sendable {
    var keys = Slice()
    /// What stands between several in one value; 0 where there is one.
    var separator: UInt8 = 0
  }

  /// Everything that a parser has read.
  struct Contents {
    var text: [UInt8] = []
    var entries: [Entry] = []
    var spellings: [Spelling] = []
    var options: [Option] = []
    var roles: [CommandRole] = []
    var slots: [Slot] = []
    var keys: [Key] = []
    var keyBlocks: [KeyBlock] = []
    var words: [String] = []
    var outputs: [Word.Parts] = []
    var names = CommandNames()
  }

  let text: [UInt8]
  let entries: [Entry]
  let spellings: [Spelling]
  let options: [Option]
  let roles: [CommandRole]
  let slots: [Slot]
  let keys: [Key]
  let keyBlocks: [KeyBlock]
  let words: [String]
  let outputs: [Word.Parts]
  let names: CommandNames
  /// The hosts that roles name: those that a package manager asks, say.
  let hosts: [HostMemory.Name: TargetSet]

  /// Reads tables; a command in `own` takes the place of one in `files`.
  package convenience init(_ files: [File], own: [File] = []) throws(CommandTableErrors) {
    var parser = CommandTableParser(capacity: (files + own).reduce(0) { $0 + $1.bytes.count })
    for file in files { parser.read(file, replacing: false) }
    for file in own { parser.read(file, replacing: true) }
    self.init(try parser.finish())
  }

  init(_ contents: Contents) {
    text = contents.text
    entries = contents.entries
    spellings = contents.spellings
    options = contents.options
    roles = contents.roles
    slots = contents.slots
    keys = contents.keys
    keyBlocks = contents.keyBlocks
    words = contents.words
    outputs = contents.outputs
    names = contents.names
    hosts = Self.hosts(in: contents)
  }

  private static func hosts(in contents: Contents) -> [HostMemory.Name: TargetSet] {
    var hosts: [HostMemory.Name: TargetSet] = [:]
    for role in contents.roles {
      guard case .host(let scheme, let port) = role.form, role.constant >= 0,
        role.constant != CommandRole.unknownTarget
      else { continue }
      let name = HostMemory.Name(
        word: Word.Parts(contents.words[Int(role.constant)]),
        scheme: scheme >= 0 ? contents.words[Int(scheme)] : nil, port: port == 0 ? nil : port)
      if hosts[name] == nil { hosts[name] = name.target(at: 0..<0) }
    }
    return hosts
  }
}
