/// The builtins of the shell.
enum Builtin: String, CaseIterable {
  case colon = ":"
  case dot = "."
  case bracket = "["
  case `true`, `false`, test, echo, printf
  case cd, pushd, popd, dirs, pwd
  case eval, source, exec, exit, logout, `return`, `break`, `continue`, trap
  case alias, unalias, command, builtin, type, hash, enable
  case export, declare, typeset, local, readonly, unset, set, shift, shopt, `let`
  case read, mapfile, readarray, getopts
  case kill, wait, jobs, fg, bg, disown, suspend, ulimit, umask, times, caller, help
  case history, fc, bind, complete, compgen, compopt

  /// By name, since comparing with one after another would take long.
  private static let named = NameTable(
    Dictionary(uniqueKeysWithValues: allCases.map { ($0.rawValue, $0) }))

  init?(_ name: String) {
    guard let builtin = Builtin.named[name] else { return nil }
    self = builtin
  }

  /// Whether there is a program of the same name, which does the same.
  var isProgramToo: Bool {
    switch self {
    case .bracket, .true, .false, .test, .echo, .printf, .pwd, .kill: true
    default: false
    }
  }

  /// Whether it leaves a shell, a function or a loop.
  var leaves: Bool {
    switch self {
    case .exit, .return, .break, .continue: true
    default: false
    }
  }

  /// Whether a command's arguments are assignments where they look so.
  static func declares(_ words: [Word]) -> Bool {
    switch words.first?.constant {
    case "export", "declare", "typeset", "local", "readonly", "alias": true
    case "command", "builtin": words.count == 2 && declares([words[1]])
    default: false
    }
  }
}
