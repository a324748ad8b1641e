import ActionModel

/// A run of a program that had effects and changed nothing that the shell knows: in the same circumstances it would do the
/// same again, and tell nothing new.
struct PastRun {
  /// All that decides what a program does, besides its words and what never changes.
  struct Circumstances: Equatable {
    let directories: Directories
    let home: PartialText
    let written: [String: Stream]
    let searchesUsualPath: Bool
    let carriesData: Bool
    let isCapturing: Bool
    /// Whether something flows in of which nothing is known, and whether it carries data; nil where nothing does.
    let unknownInputCarriesData: Bool?
  }

  let words: [Word]
  let circumstances: Circumstances
  let steps: Int
  let readings: Int
  /// What it put out, where somebody looks at that.
  let produced: Stream?
}

extension ShellEvaluation {
  /// Whether a program is likely to run again, and what flows in does not tell one run from another.
  var mayRunAgain: Bool {
    (loopDepth > 0 || !locals.isEmpty) && (!input.isPresent || input.stream == .unknown)
  }

  /// The circumstances in which a program runs.
  func circumstances(carriesData: Bool) -> PastRun.Circumstances {
    PastRun.Circumstances(
      directories: state.directories, home: home, written: state.written,
      searchesUsualPath: state.searchesUsualPath, carriesData: carriesData,
      isCapturing: isCapturing,
      unknownInputCarriesData: input.isPresent ? input.carriesData : nil)
  }

  /// Whether what a command's arguments mean changes nothing for the commands after it, and runs no others.
  func isMereEffect(_ reading: CommandReading, of name: String) -> Bool {
    reading.meanings.allSatisfy { meaning in
      switch meaning {
      case .path(let kind, let word, _):
        kind != .loads && kind != .executes && pipe(in: word, by: name) == nil
      case .searches, .host, .named, .unknown, .effect: true
      case .listed, .runs, .runsEach, .runsElsewhere, .runsInside, .shell, .code, .runsInput,
        .changesDirectory, .sets,
        .within:
        false
      }
    }
  }
}
