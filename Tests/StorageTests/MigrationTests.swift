import Testing

@testable import Storage

/// Which steps a database still has to take.
@Suite struct MigrationTests {
  private let first = Migration("approvals", 1, "CREATE TABLE a (x BIGINT)")
  private let second = Migration("approvals", 2, "CREATE TABLE b (x BIGINT)")
  private let other = Migration("sessions", 1, "CREATE TABLE c (x BIGINT)")

  @Test func `an empty database takes every step, in the order given`() throws {
    let plan = try MigrationPlan(known: [first, other, second], applied: [])
    #expect(plan.pending == [first, second, other])
  }

  @Test func `a database takes only the steps that it lacks`() throws {
    let plan = try MigrationPlan(known: [first, second, other], applied: [first, other])
    #expect(plan.pending == [second])
  }

  @Test func `a database with steps that are not known is refused`() {
    #expect(throws: StorageError.self) {
      try MigrationPlan(known: [first], applied: [first, second])
    }
    #expect(throws: StorageError.self) { try MigrationPlan(known: [first], applied: [other]) }
  }

  @Test func `a step that was taken in another form is refused`() {
    let changed = Migration("approvals", 1, "CREATE TABLE a (x TEXT)")
    #expect(throws: StorageError.self) { try MigrationPlan(known: [changed], applied: [first]) }
  }

  @Test func `a gap between steps is refused`() {
    #expect(throws: StorageError.self) { try MigrationPlan(known: [second], applied: []) }
  }
}
