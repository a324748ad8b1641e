/// A call of a function or procedure, with what is known of its arguments.
struct SQLCall {
  /// An argument: its value where it is a constant, and where it stands.
  struct Argument {
    let text: String?
    let bytes: Range<Int>
  }

  let name: SQLName
  let arguments: [Argument]
  let bytes: Range<Int>
}

extension SQLStatement {
  /// Notes what a call does: what the dialect's table says of its own functions, or that somebody's own is called.
  mutating func note(_ call: SQLCall, _ functions: SQLFunctions, isOwn: Bool) {
    guard isOwn, let meanings = functions.meanings(of: call.name.last) else {
      note(.calls, call.name.description, at: call.bytes)
      return lose(.unknown)
    }
    for meaning in meanings {
      switch meaning.object {
      case .always(let name): note(meaning.kind, name, at: call.bytes)
      case .untold: note(meaning.kind, nil, at: call.bytes)
      case .argument(let number):
        guard number <= call.arguments.count else {
          // A program that is not named is still one: the environment's own.
          guard meaning.kind == .runsProgram else { continue }
          note(meaning.kind, nil, at: call.bytes)
          break
        }
        let argument = call.arguments[number - 1]
        note(meaning.kind, argument.text, at: argument.text == nil ? call.bytes : argument.bytes)
      }
      lose(meaning.kind.loss)
    }
  }
}

extension SQLUse.Kind {
  /// How far what a function does can be taken back.
  var loss: SQLStatement.Loss {
    switch self {
    case .readsTable, .readsFile: .none
    case .writesTable, .changesObject, .changesPermissions: .recoverable
    case .deletesTable, .dropsObject, .deletesFile: .lasting
    case .calls, .writesFile, .runsProgram, .runsText, .loads, .connects, .changesServer, .sends,
      .escalates:
      .unknown
    }
  }
}
