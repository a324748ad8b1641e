/// How a command ended, as far as it is known.
enum Status: Sendable {
  case success, failure, unknown

  init(_ succeeded: Bool?) {
    self = succeeded.map { $0 ? .success : .failure } ?? .unknown
  }

  var negated: Status {
    switch self {
    case .success: .failure
    case .failure: .success
    case .unknown: .unknown
    }
  }
}
