/// How far the evaluation of one script may go; beyond, what is left is a gap.
enum EvaluationLimits {
  /// Commands and expansions that are run, with repeated ones.
  static let steps = 20_000
  /// Texts that run within texts: `eval`, `sh -c`, substitutions of them.
  static let nesting = 16
  /// Commands within commands: brackets, branches, functions, substitutions.
  static let depth = 64
  /// Rounds of a loop that tell nothing new, before the others are taken together.
  static let dullRounds = 6
  /// Rounds of a loop of which everything is known.
  static let rounds = 4096
  /// Words of one command.
  static let words = 4096
  /// Bytes of one word's text.
  static let wordLength = 1 << 17
  /// Elements of an array that can be given by number.
  static let elements = 1 << 16
}
