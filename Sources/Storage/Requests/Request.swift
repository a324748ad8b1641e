import Locking

/// One call of a caller: what to do within a transaction, until when, and who waits for it.
final class Request: Sendable {
  enum Kind: Sendable { case read, write }

  /// Hands the result to the caller, once it may have it.
  typealias Delivery = @Sendable () -> Void

  let kind: Kind
  /// When it must have been done, in nanoseconds of the monotonic clock.
  let deadline: Int64
  /// Does the work; the delivery that it returns is made after the commit.
  let body: @Sendable (Transaction) throws(StorageError) -> Delivery
  /// Answers the caller with an error, unless there was an answer already.
  let refuse: @Sendable (StorageError) -> Void

  init<Result: Sendable>(
    _ kind: Kind, deadline: Int64,
    answering waiter: CheckedContinuation<Swift.Result<Result, StorageError>, Never>,
    _ body: @escaping @Sendable (Transaction) throws(StorageError) -> Result
  ) {
    let answer = Answer(waiter)
    self.kind = kind
    self.deadline = deadline
    self.body = { (transaction) throws(StorageError) in
      let result = try body(transaction)
      return { answer.give(.success(result)) }
    }
    refuse = { answer.give(.failure($0)) }
  }
}

/// Resumes whoever waits, with the first answer only.
private final class Answer<Result: Sendable>: Sendable {
  private let waiting: Locked<CheckedContinuation<Result, Never>?>

  init(_ continuation: CheckedContinuation<Result, Never>) { waiting = Locked(continuation) }

  func give(_ result: Result) {
    let continuation = waiting.withLock { waiting in
      defer { waiting = nil }
      return waiting
    }
    continuation?.resume(returning: result)
  }
}
