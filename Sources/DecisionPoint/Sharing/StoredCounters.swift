import ActionModel
import Crypto
import Limits
import Policy
import Storage

/// The shared counters of one decision, within one transaction.
struct StoredCounters {
  private struct Counter {
    /// The key of its row.
    let key: String
    var window: StoredWindow
  }

  private let now: Int64
  /// By index in the policy's set.
  private var counters: [Int: Counter] = [:]

  /// Reads the counters at some indices of a policy's set.
  init(
    _ indices: [Int], of specifications: [CounterSpecification], for subject: CounterSubject,
    in transaction: Transaction, at now: Int64
  ) throws(StorageError) {
    self.now = now
    var keys: [Int: String] = [:]
    for index in indices {
      keys[index] = "\(SHA256.hash(subject.name(of: specifications[index])))"
    }
    let marks = keys.indices.enumerated().map { "$\($0.offset + 1)" }.joined(separator: ", ")
    let rows = try transaction.rows(
      "SELECT counter, amounts FROM shared_counters WHERE counter IN (\(marks))",
      keys.values.map { .text($0) })
    var texts: [String: String] = [:]
    for row in rows { texts[try row.text(0)] = try row.text(1) }
    for (index, key) in keys {
      guard let window = StoredWindow(texts[key], of: specifications[index], at: now) else {
        throw .misuse("the row `\(key)` of shared_counters is no window")
      }
      counters[index] = Counter(key: key, window: window)
    }
  }

  /// What each holds.
  var readings: [Int: CounterReading] { counters.mapValues(\.window.reading) }

  /// Counts what an action adds, durable with the transaction; false where it cannot be counted exactly.
  mutating func add(
    _ spends: [(index: Int, amount: ExactDecimal)], for decision: String,
    in transaction: Transaction
  ) throws(StorageError) -> Bool {
    for (index, amount) in spends where amount != .zero {
      guard var counter = counters[index], let bucket = counter.window.add(amount) else {
        return false
      }
      counters[index] = counter
      try transaction.run(
        """
        INSERT INTO shared_counters (counter, amounts, empties_at) VALUES ($1, $2, $3)
        ON CONFLICT (counter) DO UPDATE
        SET amounts = excluded.amounts, empties_at = excluded.empties_at
        """,
        [.text(counter.key), .text(counter.window.text), .integer(counter.window.emptiesAt)])
      try transaction.run(
        """
        INSERT INTO shared_spends (decision, counter, width, bucket, amount, empties_at)
        VALUES ($1, $2, $3, $4, $5, $6)
        """,
        [
          .text(decision), .text(counter.key), .integer(counter.window.width), .integer(bucket),
          .text(amount.description), .integer(counter.window.emptiesAt),
        ])
    }
    return true
  }

  /// Takes back what a decision counted, where that was not done before.
  static func giveBack(
    _ decision: String, in transaction: Transaction, at now: Int64
  ) throws(StorageError) {
    let spends = try transaction.rows(
      "SELECT counter, width, bucket, amount FROM shared_spends WHERE decision = $1",
      [.text(decision)])
    try transaction.run("DELETE FROM shared_spends WHERE decision = $1", [.text(decision)])
    for spend in spends {
      let key = try spend.text(0)
      let rows = try transaction.rows(
        "SELECT amounts FROM shared_counters WHERE counter = $1", [.text(key)])
      guard let text = try rows.first?.text(0),
        var window = StoredWindow(text, width: try spend.integer(1), at: now),
        let amount = try? ExactDecimal(try spend.text(3))
      else { continue }
      window.remove(amount, from: try spend.integer(2))
      try transaction.run(
        "UPDATE shared_counters SET amounts = $2, empties_at = $3 WHERE counter = $1",
        [.text(key), .text(window.text), .integer(window.emptiesAt)])
    }
  }

  /// Forgets what counts no more.
  static func forget(before time: Int64, in transaction: Transaction) throws(StorageError) {
    for table in ["shared_counters", "shared_spends"] {
      try transaction.run("DELETE FROM \(table) WHERE empties_at < $1", [.integer(time)])
    }
  }
}
