import Foundation
import TestKit

/// The files of `Tests/Fixtures/DecisionAPI`.
enum Fixture {
  private static let folder = Corpora.repository.appending(path: "Tests/Fixtures/DecisionAPI")

  static var policy: String {
    get throws { try String(contentsOf: folder.appending(path: "policy.yaml"), encoding: .utf8) }
  }

  /// The cases of a file, each an object.
  static func cases(_ name: String) throws -> [[String: Any]] {
    let data = try Data(contentsOf: folder.appending(path: name))
    return try JSONSerialization.jsonObject(with: data) as? [[String: Any]] ?? []
  }
}
