/// What one of PostgreSQL's errors means for the request (SQLSTATE: appendix A of its manual).
enum PostgreSQLFailure {
  /// - Parameters:
  ///   - state: the five characters of SQLSTATE.
  ///   - message: the error's first line, which holds no values.
  static func error(_ state: String, _ message: String) -> StorageError {
    let text = "\(message) (\(state))"
    switch state {
    case "40001", "40P01", "55P03": return .contention
    // The server gave the statement up: its time is that of the request.
    case "57014": return .timeout
    case "53100": return .diskFull
    case "08P01": return .misuse(text)
    case "25006": return .failed("\(text): connect to the primary, not to a standby")
    case "42501":
      return .failed("\(text): give the user a database or a schema of its own")
    default: break
    }
    switch state.prefix(2) {
    case "08", "53", "57": return .unavailable(text)
    case "23": return .constraint(text)
    case "0A", "21", "22", "25", "26", "34", "42": return .misuse(text)
    default: return .failed(text)
    }
  }

  /// What a failed commit leaves behind: nothing where the server says that it refused, else nobody knows.
  static func error(ofCommit state: String, _ message: String) -> StorageError {
    let error = error(state, message)
    switch error {
    case .contention, .constraint: return error
    default: return .outcomeUnknown("\(message) (\(state))")
    }
  }
}
