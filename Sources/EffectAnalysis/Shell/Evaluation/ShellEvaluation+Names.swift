import ActionModel

/// Texts for the shell into which the names of files were put: `find … -exec sh -c 'gzip {}' \;`.
extension ShellEvaluation {
  /// Stands for a name of which only the directory is known; no script can spell it.
  private static let nameVariable = "GATEHOUSE_NAME"

  /// Runs a text of which nothing but names below known directories is unknown; nil for other texts.
  ///
  /// A name may hold anything that the shell understands, so that whoever names the files there has it run too.
  mutating func evaluateWithNames(_ text: PartialText, at bytes: Range<Int>) -> Status? {
    var script = ""
    var quotes = QuoteScan()
    var directories: [String] = []
    for part in text.parts {
      switch part {
      case .text(let known):
        script += known
        quotes.read(known)
      case .below:
        let directory = quotes.trailingPath
        guard !directory.isEmpty else { return nil }
        directories.append(directory)
        let name = "${\(Self.nameVariable)}"
        script += quotes.isInSingle ? "'\"\(name)\"'" : name
      case .segment, .anything, .given: return nil
      }
    }
    for directory in directories {
      touch(.executes, Word(directory, bytes: bytes), isTree: true)
    }
    let outer = variable(Self.nameVariable)
    state.set(Self.nameVariable, Variable(PartialText([.below])))
    let status = evaluate(PartialText(script), at: bytes)
    state.variables[Self.nameVariable] = outer
    return status
  }
}

/// Follows the quotes of a script up to a place in it (XCU 2.2).
private struct QuoteScan {
  private(set) var isInSingle = false
  private var isInDouble = false
  private var isEscaped = false
  /// What stands before the place without a blank, quote or operator in between.
  private(set) var trailingPath = ""

  mutating func read(_ text: String) {
    for scalar in text.unicodeScalars {
      let endsPath = " \t\n'\"`;|&<>()=".unicodeScalars.contains(scalar)
      if endsPath { trailingPath = "" } else { trailingPath.unicodeScalars.append(scalar) }
      if isEscaped {
        isEscaped = false
      } else if isInSingle {
        isInSingle = scalar != "'"
      } else if scalar == "\\" {
        isEscaped = true
      } else if scalar == "\"" {
        isInDouble.toggle()
      } else if scalar == "'", !isInDouble {
        isInSingle = true
      }
    }
  }
}
