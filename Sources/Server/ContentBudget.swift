import Synchronization

/// Bounds the request content that all connections of a server hold at once.
final class ContentBudget: Sendable {
  /// In bytes.
  private let limit: Int
  private let held = Atomic<Int>(0)

  init(_ limit: Int) {
    self.limit = limit
  }

  /// Takes room for that many bytes; where there is not enough, takes none and gives false.
  func take(_ count: Int) -> Bool {
    let total = held.wrappingAdd(count, ordering: .relaxed).newValue
    guard total > limit else { return true }
    giveBack(count)
    return false
  }

  func giveBack(_ count: Int) {
    held.wrappingSubtract(count, ordering: .relaxed)
  }
}
