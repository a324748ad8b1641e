/// A parsed script of POSIX sh or bash: its text, and the tree over it.
///
/// Nodes are small values in arrays, one array a type; a node names its children by `Run` and `Place`:
/// `script.words[command.words]`. All ranges are ranges of `text`.
package struct ShellScript: Sendable {
  /// The source, followed by the texts that the shell reads only after removing something from them.
  ///
  /// Such are the bodies of backquotes with backslashes, and of here-documents with stripped tabs.
  /// `sourceRange(of:)` leads back to the source.
  package internal(set) var text: [UInt8]
  /// How many bytes of `text` are the source.
  package let sourceCount: Int
  /// What the script runs, in order.
  package internal(set) var body: CommandList = .empty

  package internal(set) var lists: [AndOrList] = []
  package internal(set) var pipelines: [Pipeline] = []
  package internal(set) var commands: [Command] = []
  package internal(set) var branches: [Branch] = []
  package internal(set) var arithmeticLoops: [ArithmeticLoop] = []
  package internal(set) var caseItems: [CaseItem] = []
  package internal(set) var assignments: [Assignment] = []
  package internal(set) var elements: [ArrayElement] = []
  package internal(set) var redirections: [Redirection] = []
  package internal(set) var hereDocuments: [HereDocument] = []
  package internal(set) var words: [Word] = []
  package internal(set) var parts: [WordPart] = []
  package internal(set) var parameters: [ParameterExpansion] = []
  package internal(set) var arithmetic: [ArithmeticNode] = []
  package internal(set) var tests: [TestNode] = []

  /// The texts behind the source, in the order of `text`.
  var derivations: [Derivation] = []

  init(source: [UInt8]) {
    text = source
    sourceCount = source.count
  }

  /// A list of commands: what stands between `do` and `done`, in a subshell, in a substitution.
  package typealias CommandList = Run<AndOrList>

  /// Leads a range of `text` back to the range of the source that it was read from.
  package func sourceRange(of range: ByteRange) -> Range<Int> {
    var start = range.lowerBound
    var end = range.upperBound
    while start >= sourceCount, let derivation = derivations.last(where: { $0.start <= start }) {
      let isEmpty = end <= start
      let last = derivation.origin(of: end - 1) + 1
      start = derivation.origin(of: start)
      end = isEmpty ? start : last
    }
    return start..<max(start, end)
  }
}

/// A text behind the source, and where each of its stretches was read from.
struct Derivation: Sendable {
  /// Neighbouring bytes that also neighbour in the text they were read from.
  struct Stretch: Sendable {
    let start: Int
    let origin: Int
  }

  /// Where it begins in `ShellScript.text`.
  let start: Int
  /// In order; the first begins at `start`.
  let stretches: [Stretch]

  /// The byte that a byte of this text was read from.
  func origin(of index: Int) -> Int {
    var low = 0
    var high = stretches.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if stretches[middle].start <= index { low = middle } else { high = middle }
    }
    return stretches[low].origin + index - stretches[low].start
  }
}
