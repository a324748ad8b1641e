/// Bounds how deep the tree of a text can become, from its tokens alone.
///
/// Parentheses nest, and so do chains: `1 + 1 + 1`, `a UNION b UNION c`, `a JOIN b JOIN c`, `NOT NOT
/// x`. A comma or a clause begins a new chain of operators, not one of joins.
struct SQLNesting {
  private struct Level {
    var operators = 0
    var chains = 0
    var depth: Int { operators + chains + 1 }
  }

  private var outer: [Level] = []
  private var level = Level()
  private var below = 0

  /// Finds the first token at which the tree could become deeper than a limit.
  static func firstExcess(in tokens: [SQLToken], limit: Int) -> SQLToken? {
    var nesting = SQLNesting()
    return tokens.first { token in
      nesting.take(token)
      return nesting.below + nesting.level.depth > limit
    }
  }

  private mutating func take(_ token: SQLToken) {
    switch token.kind {
    case .open: enter()
    case .close: leave()
    case .comma: level.operators = 0
    case .semicolon where outer.isEmpty: level = Level()
    case .operator where token.text == "[": enter()
    case .operator where token.text == "]": leave()
    case .operator, .fault: level.operators += 1
    case .word: take(word: token.text)
    default: break
    }
  }

  private mutating func take(word: String) {
    switch word {
    case "and", "or", "select", "from", "where", "when", "then", "else", "set", "on", "values",
      "by", "having":
      level.operators = 0
    case "union", "except", "intersect", "join", "case": level.chains += 1
    case "end": level.chains = max(0, level.chains - 1)
    case "not", "is", "in", "like", "ilike", "between", "similar", "collate", "at", "isnull",
      "notnull", "operator", "escape":
      level.operators += 1
    default: break
    }
  }

  private mutating func enter() {
    below += level.depth
    outer.append(level)
    level = Level()
  }

  private mutating func leave() {
    guard let last = outer.popLast() else { return }
    level = last
    below -= level.depth
  }
}
