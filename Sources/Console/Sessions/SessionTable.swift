import Approvals
import ByteParsing
import Crypto

/// Keeps who is signed in: bounded in number and time, in memory alone; a value, whoever guards it.
///
/// Times are nanoseconds on a monotonic clock.
struct SessionTable {
  /// One sign-in.
  struct Session {
    let id: SHA256Digest
    let member: Staff.Member
    /// What requests that change something have to send besides the cookie.
    let csrfToken: String
    let expiresAt: Int64
    fileprivate(set) var usedAt: Int64
  }

  /// How long a session lasts, used or not: 12 hours.
  static let lifetime: Int64 = 12 * 3_600 * 1_000_000_000
  /// How long one lasts without use: 2 hours.
  static let idleTime: Int64 = 2 * 3_600 * 1_000_000_000
  /// The most sessions of one member; one more ends that which was used least lately.
  static let perMember = 8
  /// The most sessions altogether, likewise.
  static let capacity = 1_024

  private var sessions: [SHA256Digest: Session] = [:]

  /// Begins a session; gives the secret that the cookie is to hold, of which only the hash is kept.
  mutating func begin(
    for member: Staff.Member, at now: Int64
  ) -> (secret: String, session: Session) {
    sessions = sessions.filter { Self.isAlive($0.value, at: now) }
    let own = sessions.values.filter { $0.member.approver.id == member.approver.id }
    if own.count >= Self.perMember { endLeastUsed(of: own) }
    if sessions.count >= Self.capacity { endLeastUsed(of: Array(sessions.values)) }
    let secret = Hex.encode(SecureRandom.bytes(32))
    let session = Session(
      id: Self.id(of: secret), member: member, csrfToken: Hex.encode(SecureRandom.bytes(32)),
      expiresAt: now + Self.lifetime, usedAt: now)
    sessions[session.id] = session
    return (secret, session)
  }

  /// Finds the session of a cookie, and takes it for used; nil where there is none, or it is over.
  mutating func use(_ secret: String, at now: Int64) -> Session? {
    // Found by the hash, so that the time it takes tells nothing of the secrets.
    let id = Self.id(of: secret)
    guard let session = sessions[id] else { return nil }
    guard Self.isAlive(session, at: now) else {
      sessions[id] = nil
      return nil
    }
    sessions[id]?.usedAt = now
    return session
  }

  /// The sessions that are not over, the one used last first.
  func open(at now: Int64) -> [Session] {
    sessions.values.filter { Self.isAlive($0, at: now) }.sorted { $0.usedAt > $1.usedAt }
  }

  /// The session of an id, whether or not it is over.
  func session(_ id: SHA256Digest) -> Session? { sessions[id] }

  /// Whether a session goes on, and takes it for used.
  mutating func isAlive(_ id: SHA256Digest, at now: Int64) -> Bool {
    guard let session = sessions[id], Self.isAlive(session, at: now) else { return false }
    sessions[id]?.usedAt = now
    return true
  }

  mutating func end(_ id: SHA256Digest) { sessions[id] = nil }

  private mutating func endLeastUsed(of sessions: [Session]) {
    guard let least = sessions.min(by: { $0.usedAt < $1.usedAt }) else { return }
    end(least.id)
  }

  private static func isAlive(_ session: Session, at now: Int64) -> Bool {
    now < session.expiresAt && now - session.usedAt < idleTime
  }

  private static func id(of secret: String) -> SHA256Digest { SHA256.hash(Array(secret.utf8)) }
}

extension SessionTable.Session {
  /// Whether a request has shown this session's token against forgery.
  func isProved(by token: String?) -> Bool {
    guard let token else { return false }
    return SHA256.hash(Array(token.utf8)) == SHA256.hash(Array(csrfToken.utf8))
  }
}
