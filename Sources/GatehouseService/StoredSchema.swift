import Approvals
import Console
import DecisionPoint
import Storage

/// Every table that an instance keeps, in the order in which they are made.
enum StoredSchema {
  static let all: [Migration] =
    Approvals.migrations + NoticeClaims.migrations + SharedCounting.migrations
    + Activity.migrations
}
