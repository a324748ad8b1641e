import HTTPWire

/// The content of a connection's present request, as far as it has come and nobody has taken it.
struct RequestContent {
  /// What the machine has told of and the handler has not taken.
  private(set) var piece: [UInt8] = []
  /// Whether no more will come, or nobody waits for more; so it is between requests.
  private(set) var isComplete = true
  /// Bytes taken from the server's budget, in `piece` or collected by the handler.
  private var charged = 0

  /// Begins the content of the next request.
  mutating func begin() {
    piece = []
    isComplete = false
  }

  /// Moves what the machine has to `piece`; gives why no more is read, where that is so.
  mutating func read(
    from machine: inout HTTPServerMachine, charging budget: ContentBudget
  ) -> HTTPProblem? {
    let problem = readAll(from: &machine)
    guard !piece.isEmpty else { return problem }
    guard budget.take(piece.count) else {
      piece = []
      return problem ?? .overloaded
    }
    charged += piece.count
    return problem
  }

  private mutating func readAll(from machine: inout HTTPServerMachine) -> HTTPProblem? {
    while !isComplete {
      switch machine.next() {
      case .body(let bytes):
        if piece.isEmpty { piece = bytes } else { piece.append(contentsOf: bytes) }
      case .end: isComplete = true
      case .refuse(let problem): return problem
      case .needMore, .awaitResponse, .close, .head: return nil
      }
    }
    return nil
  }

  /// Hands over what has come; it stays charged.
  mutating func takePiece() -> [UInt8] {
    let taken = piece
    piece = []
    return taken
  }

  /// Gives back to the budget what was charged.
  mutating func giveBack(to budget: ContentBudget) {
    guard charged > 0 else { return }
    budget.giveBack(charged)
    charged = 0
  }

  /// Ends the content with the answer: what the handler left unread is no longer waited for.
  mutating func end(givingBackTo budget: ContentBudget) {
    isComplete = true
    piece = []
    giveBack(to: budget)
  }
}
