/// How far the evaluation of scripts may go; beyond, what is left is a gap.
enum EvaluationLimits {
  /// Commands and expansions that are run, with repeated ones, of all scripts of a call together.
  static let steps = 20_000
  /// Bytes of text that count as a step: scripts, words, what commands take in and put out.
  static let bytesPerStep = 256
  /// Texts that run within texts: `eval`, `sh -c`, substitutions of them.
  static let nesting = 16
  /// Commands within commands: brackets, branches, functions, substitutions.
  static let depth = 64
  /// Rounds of a loop that tell nothing new, before the others are taken together.
  static let dullRounds = 6
  /// The same for a loop over words, whose other rounds need no more than a word that stands for any of them.
  static let dullItems = 1
  /// Rounds of a loop of which everything is known.
  static let rounds = 4096
  /// Words of one command.
  static let words = 4096
  /// Bytes of one word's text.
  static let wordLength = 1 << 17
  /// Elements of an array that can be given by number.
  static let elements = 1 << 16
}
