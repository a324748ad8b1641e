/// How much a script may hold before it is refused.
package struct ShellLimits: Sendable {
  /// Bytes of source.
  package var bytes = 1 << 20
  /// How deep compound commands, substitutions, expansions and brackets may lie in each other.
  package var depth = 100
  /// Words and parts of words.
  package var nodes = 400_000

  package init() {}
}

/// Which shell reads the script: they differ in what is an operator and what is an ordinary word.
package enum ShellDialect: Sendable {
  case bash
  /// POSIX sh as `dash` has it: no `[[`, `((`, arrays, `&>`, `<(…)`, `|&`, `$'…'`.
  case posix
}
