/// How far a parser has come with nodes whose parents are still being read.
struct Marks {
  private let limit: Int
  private let depth: Int
  private let isInSubstitution: Bool
  private let pendingStart: Int
  private let pendingCount: Int
  private let open: InlineArray<10, Int>

  init(_ parser: borrowing Parser) {
    limit = parser.limit
    depth = parser.depth
    isInSubstitution = parser.isInSubstitution
    pendingStart = parser.pendingStart
    pendingCount = parser.pendingHereDocuments.count
    open = [
      parser.lists.mark, parser.pipelines.mark, parser.commands.mark, parser.branches.mark,
      parser.caseItems.mark, parser.assignments.mark, parser.elements.mark,
      parser.redirections.mark, parser.words.mark, parser.parts.mark,
    ]
  }

  /// Sets a parser back, but for its position and for what stands in place already.
  func restore(_ parser: inout Parser) {
    parser.limit = limit
    parser.depth = depth
    parser.isInSubstitution = isInSubstitution
    parser.pendingStart = pendingStart
    parser.pendingHereDocuments.removeSubrange(pendingCount...)
    parser.lists.drop(to: open[0])
    parser.pipelines.drop(to: open[1])
    parser.commands.drop(to: open[2])
    parser.branches.drop(to: open[3])
    parser.caseItems.drop(to: open[4])
    parser.assignments.drop(to: open[5])
    parser.elements.drop(to: open[6])
    parser.redirections.drop(to: open[7])
    parser.words.drop(to: open[8])
    parser.parts.drop(to: open[9])
  }
}
