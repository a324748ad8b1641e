import Crypto

/// A member of the staff behind one request, and how it showed who it is.
struct Visitor: Sendable {
  let member: Staff.Member
  /// The session whose cookie was shown; nil for whoever showed a credential.
  let session: SHA256Digest?
  /// Whether a session's second token was shown besides its cookie.
  let isProved: Bool

  /// By which way answers of this visitor come, as approvals and the log name it.
  var channel: String { session == nil ? "api" : "console" }
}
