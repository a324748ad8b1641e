import CPlatform

/// How the storage behaves; durations are in nanoseconds.
package struct StorageOptions: Sendable {
  /// How long a request may take from its coming to its answer.
  package var time: Int64 = 10_000_000_000
  /// The most requests that wait or run at once.
  package var capacity = 4_096
  /// The most requests of one commit.
  package var groupSize = 256
  /// The most rows of one answer.
  package var maximumRows = 100_000
  /// The threads, and connections, that work on PostgreSQL.
  package var connections = 4
  /// Between two looks that listeners are told to take where announcements come over a network.
  package var pollInterval: Int64 = 5_000_000_000
  /// The monotonic time, in nanoseconds.
  package var clock: @Sendable () -> Int64 = { cplatform_monotonic_nanoseconds() }

  package init() {}
}
