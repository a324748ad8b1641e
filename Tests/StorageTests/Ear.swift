import Locking
import Storage
import TestKit

/// What a listener was told, in the order of its coming.
final class Ear: Sendable {
  private let told = Locked<[Announcement]>([])

  func hear(_ announcement: Announcement) {
    told.withLock { $0.append(announcement) }
  }

  /// What was said.
  var all: [String] {
    told.withLock { told in
      told.compactMap { if case .said(let text) = $0 { text } else { nil } }
    }
  }

  private var lookCount: Int { told.withLock { $0.count { $0 == .look } } }

  /// Waits until so much was said.
  func hears(_ count: Int) async throws {
    _ = try await eventually({ all.count }, until: { $0 >= count })
  }

  /// Waits until it was told so often to look for itself.
  func looks(_ count: Int) async throws {
    _ = try await eventually({ lookCount }, until: { $0 >= count })
  }

  /// Waits until it is told once more to look for itself.
  func looksAgain() async throws {
    try await looks(lookCount + 1)
  }
}
