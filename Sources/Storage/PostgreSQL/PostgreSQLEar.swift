import CPostgreSQL
import Crypto
import Locking

/// The work of the thread that hears what any instance announces in a PostgreSQL database.
///
/// Listeners are told to look for themselves whenever something may have been missed, and now and then in any case.
struct PostgreSQLEar: ~Copyable {
  private let location: Secret
  private let shared: StorageShared
  private let bell: PipeBell
  private var connection: PostgreSQLConnection?
  /// The channels that the connection listens to.
  private var heard: Set<String> = []
  private var nextLook: Int64 = 0
  /// When to connect again, and how long to wait after that.
  private var nextTry: Int64 = 0
  private var pause: Int64 = firstPause

  private static let firstPause: Int64 = 100_000_000
  private static let longestPause: Int64 = 5_000_000_000

  init(location: Secret, shared: StorageShared, bell: PipeBell) {
    self.location = location
    self.shared = shared
    self.bell = bell
  }

  /// Listens until stopped.
  mutating func run() {
    while !shared.queue.withLock({ $0.isStopping }) {
      let channels = Set(shared.listeners.withLock { $0.channels })
      let now = shared.options.clock()
      guard !channels.isEmpty else {
        bell.wait(nanoseconds: -1)
        continue
      }
      listen(to: channels, now)
      if now >= nextLook {
        for channel in channels { shared.tell(channel, .look) }
        nextLook = now + shared.options.pollInterval
      }
      rest(until: connection == nil ? min(nextLook, nextTry) : nextLook)
    }
  }

  /// Listens to the channels that are not listened to yet; connects for that where needed.
  private mutating func listen(to channels: Set<String>, _ now: Int64) {
    if let connection, !connection.isUsable {
      self.connection = nil
      heard = []
    }
    guard heard != channels, connection != nil || now >= nextTry else { return }
    do throws(StorageError) {
      let deadline = now + PostgreSQLRunner.connectingTime
      let connection = try connected(deadline)
      for channel in channels.subtracting(heard) {
        // A channel's name is made of letters alone.
        try connection.script("LISTEN \(channel)", deadline: deadline)
        heard.insert(channel)
        // What was announced before is not heard.
        shared.tell(channel, .look)
      }
      pause = Self.firstPause
    } catch {
      connection = nil
      heard = []
      nextTry = now + pause
      pause = min(pause * 2, Self.longestPause)
    }
  }

  private mutating func connected(_ deadline: Int64) throws(StorageError) -> PostgreSQLConnection {
    if let connection { return connection }
    let fresh = try PostgreSQLConnection(location, deadline: deadline)
    connection = fresh
    return fresh
  }

  /// Waits, and passes on what is announced meanwhile.
  private func rest(until time: Int64) {
    let rest = max(1, time - shared.options.clock())
    guard let connection else { return bell.wait(nanoseconds: rest) }
    for note in connection.wait(bell: bell.end, nanoseconds: rest) {
      shared.tell(note.channel, .said(note.payload))
    }
  }
}

/// A bell that a thread hears while it waits for a connection.
@safe final class PipeBell: Sendable {
  private let ends: (hears: Int32, rings: Int32)

  init() throws(StorageError) {
    var pair: (Int32, Int32) = (0, 0)
    // SAFETY: C writes two numbers, which is what the pair has room for.
    let outcome = unsafe withUnsafeMutableBytes(of: &pair) { bytes in
      unsafe cpostgresql_bell_make(bytes.assumingMemoryBound(to: Int32.self).baseAddress)
    }
    guard outcome == 0 else { throw StorageError(errno: -outcome, "make", "a pipe") }
    ends = pair
  }

  deinit {
    cpostgresql_bell_close(ends.hears, ends.rings)
  }

  /// What a thread waits for.
  var end: Int32 { ends.hears }

  func ring() { cpostgresql_bell_ring(ends.rings) }

  func wait(nanoseconds: Int64) {
    _ = cpostgresql_wait(nil, ends.hears, nanoseconds)
  }
}
