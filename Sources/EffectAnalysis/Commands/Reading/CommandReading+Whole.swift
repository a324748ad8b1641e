import ActionModel

/// What is true of a reading as a whole, once every argument has had its say.
extension CommandReading {
  /// Says to whom files are sent: to all that the command talks to, or to nobody knows whom.
  mutating func addReceivers() {
    var isTold = false
    for meaning in meanings {
      switch meaning {
      case .host(.connects, let word, let scheme, let port):
        meanings.append(.host(.sends, word, scheme: scheme, port: port))
        isTold = true
      case .host(.sends, _, _, _), .named(.sends, _, _), .effect(.sends, _): isTold = true
      default: break
      }
    }
    if !isTold { meanings.append(.effect(.sends, .unknown)) }
  }

  /// Whether there is anything to undo: looking at files and places changes nothing.
  var changesAnything: Bool {
    meanings.contains { meaning in
      switch meaning {
      case .path(let kind, _, _), .host(let kind, _, _, _), .named(let kind, _, _),
        .effect(let kind, _):
        kind != .reads && kind != .connects
      case .within, .changesDirectory, .sets: false
      default: true
      }
    }
  }

  /// Keeps what a trial run does: it reads, connects and loads.
  mutating func removeChanges() {
    reversibility = .reversible
    meanings.removeAll { meaning in
      switch meaning {
      case .path(let kind, _, _), .host(let kind, _, _, _), .named(let kind, _, _),
        .effect(let kind, _):
        switch kind {
        case .reads, .connects, .loads, .unknown, .escalates: false
        default: true
        }
      case .listed(let kind, _): kind != .reads
      case .runs, .runsEach, .runsElsewhere, .runsInside: true
      default: false
      }
    }
  }
}
