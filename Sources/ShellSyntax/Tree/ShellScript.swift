/// A parsed script of POSIX sh or bash: its text, and the tree over it.
///
/// Nodes are small values in arrays, one array a type; a node names its children by `Run` and `Place`:
/// `script.words[command.words]`. All ranges are ranges of `text`.
package struct ShellScript: Sendable {
  /// The source, followed by the texts that the shell reads only after removing something from them.
  ///
  /// Such are the bodies of backquotes with backslashes, and of here-documents with stripped tabs.
  /// `sourceRange(of:)` leads back to the source.
  package let text: [UInt8]
  /// How many bytes of `text` are the source.
  package let sourceCount: Int
  /// What the script runs, in order.
  package let body: CommandList

  package let lists: [AndOrList]
  package let pipelines: [Pipeline]
  package let commands: [Command]
  package let branches: [Branch]
  package let arithmeticLoops: [ArithmeticLoop]
  package let caseItems: [CaseItem]
  package let assignments: [Assignment]
  package let elements: [ArrayElement]
  package let redirections: [Redirection]
  package let hereDocuments: [HereDocument]
  package let words: [Word]
  package let parts: [WordPart]
  package let parameters: [ParameterExpansion]
  package let arithmetic: [ArithmeticNode]
  package let tests: [TestNode]

  /// The texts behind the source, in the order of `text`.
  let derivations: Derivations
  /// How many bytes reading it has looked at, those looked at again included.
  let work: Int

  /// A list of commands: what stands between `do` and `done`, in a subshell, in a substitution.
  package typealias CommandList = Run<AndOrList>

  /// Leads a range of `text` back to the range of the source that it was read from.
  package func sourceRange(of range: ByteRange) -> Range<Int> {
    derivations.sourceRange(of: range.range)
  }
}
