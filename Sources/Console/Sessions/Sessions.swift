import Approvals
import Authentication
import Crypto
import EventLoop
import HTTPAnswers
import HTTPWire
import JSON
import Locking
import Server

/// Signs people in and out, and finds the session behind a request.
final class Sessions: Sendable {
  static let path = "/v1/session"

  private let staff: Staff
  private let clock: @Sendable () -> Int64
  private let table = Locked(SessionTable())
  private let throttle = Locked(SignInThrottle())

  /// - Parameter clock: the monotonic time, in nanoseconds.
  init(of staff: Staff, clock: @escaping @Sendable () -> Int64) {
    self.staff = staff
    self.clock = clock
  }

  // MARK: Requests with a session

  /// Finds who shows a session's cookie; nil where there is none, or it is over.
  ///
  /// - Throws: where the request would change something, and does not show that it comes from the session's own page.
  func visitor(
    of request: HTTPRequestHead, on context: ConnectionContext
  ) throws(ProblemDetails) -> Visitor? {
    guard let secret = SessionCookie.secret(in: request.fields, isEncrypted: context.isEncrypted),
      let session = table.withLock({ $0.use(secret, at: clock()) })
    else { return nil }
    let shown = request.fields.values(of: .csrfToken)
    let isProved = shown.count == 1 && session.isProved(by: shown.first)
    if request.method != .get, request.method != .head {
      guard isProved else {
        throw ProblemDetails(
          .forbidden, code: "csrf_token_missing",
          detail: "send the `csrf_token` that signing in was answered with as `X-CSRF-Token`")
      }
    }
    return Visitor(member: session.member, session: session.id, isProved: isProved)
  }

  /// Whether a visitor who was let in would still be.
  func isWelcome(_ visitor: Visitor) -> Bool {
    guard let id = visitor.session else { return true }
    return table.withLock { $0.isAlive(id, at: clock()) }
  }

  /// The sessions that are not over, the one used last first.
  var open: [SessionTable.Session] { table.withLock { $0.open(at: clock()) } }

  /// The monotonic time, in nanoseconds.
  var now: Int64 { clock() }

  /// Ends a session, whoever's it is.
  func end(_ id: SHA256Digest) { table.withLock { $0.end(id) } }

  // MARK: The resource

  /// Signs somebody in who sends a token.
  func signIn(
    _ request: HTTPRequestHead, _ body: RequestBody, on context: ConnectionContext
  ) async throws(ProblemDetails) -> HTTPResponse {
    let content = try await JSONContent.read(request, body, upTo: 4_096)
    let members = try Members(content, among: ["token"])
    guard let token = try members.text("token", atMost: 1_024) else {
      throw members.wrong("token", "send the token that the configuration has the hash of")
    }
    guard let member = try member(with: token, on: context) else {
      throw ProblemDetails(
        .unauthorized, code: "unauthenticated",
        detail: "the token is not known: check that it was copied whole",
        fields: [.wwwAuthenticate: "Bearer"])
    }
    let (secret, session) = table.withLock { $0.begin(for: member, at: clock()) }
    var response = answer(member, session, tellsToken: true)
    response.head.fields.set(
      .setCookie, SessionCookie.setting(secret, isEncrypted: context.isEncrypted))
    return response
  }

  /// Makes sure that a visitor is who began its session, by the token that it shows again; whoever showed a credential
  /// with the very request has done so.
  func confirm(
    _ visitor: Visitor, with token: String?, on context: ConnectionContext
  ) throws(ProblemDetails) {
    guard visitor.session != nil else { return }
    guard let token,
      try member(with: token, on: context)?.approver.id == visitor.member.approver.id
    else {
      throw ProblemDetails(
        .forbidden, code: "token_wanted", detail: "this takes your own token again, as `token`")
    }
  }

  /// Finds whose a token is, unless too many from the same address were wrong; nil for nobody's.
  private func member(
    with token: String, on context: ConnectionContext
  ) throws(ProblemDetails) -> Staff.Member? {
    let peer = Self.name(of: context.peer)
    let presented = Presented(authorization: "Bearer \(token)")
    // Nobody guesses a token that was made here, so that whoever shows one is not kept out by others of the same address.
    if BearerToken.isMade(token), let member = try? staff.member(presenting: presented) {
      return member
    }
    if let wait = throttle.withLock({ $0.wait(of: peer, at: clock()) }) {
      throw ProblemDetails(
        .tooManyRequests, code: "too_many_sign_ins",
        detail: "too many tokens from this address were wrong: wait a minute",
        fields: [.retryAfter: HTTPFieldValue(Int(wait / 1_000_000_000) + 1)])
    }
    do throws(AuthenticationFailure) {
      return try staff.member(presenting: presented)
    } catch {
      throttle.withLock { $0.fail(peer, at: clock()) }
      return nil
    }
  }

  /// Says who a visitor is, and what it may do.
  ///
  /// The second token is told to whoever has it already: browsers send the cookie to every port of a host, so that the cookie
  /// alone may be in the hands of another program of the machine.
  func describe(_ visitor: Visitor) -> HTTPResponse {
    let session = visitor.session.flatMap { id in table.withLock { $0.session(id) } }
    return answer(visitor.member, session, tellsToken: visitor.isProved)
  }

  /// Ends a visitor's session.
  func signOut(_ visitor: Visitor, on context: ConnectionContext) -> HTTPResponse {
    if let id = visitor.session { end(id) }
    return HTTPResponse(
      .noContent,
      fields: [
        .cacheControl: "no-store",
        .setCookie: SessionCookie.clearing(isEncrypted: context.isEncrypted),
      ])
  }

  private func answer(
    _ member: Staff.Member, _ session: SessionTable.Session?, tellsToken: Bool
  ) -> HTTPResponse {
    var writer = JSONWriter()
    writer.beginObject()
    writer.member("id", member.approver.id)
    writer.member("roles", member.approver.roles.sorted())
    writer.member("may", member.abilities)
    writer.member("csrf_token", tellsToken ? session?.csrfToken : nil)
    writer.member(
      "expires_in", session.map { Int(max(0, $0.expiresAt - clock()) / 1_000_000_000) })
    writer.endObject()
    return HTTPResponse(json: writer.bytes)
  }

  /// What failures of an address are counted under: for IPv6 its network, of which one customer has many addresses.
  private static func name(of peer: SocketAddress) -> String {
    if case .ipv6(let network, _, _) = peer { return String(network, radix: 16) }
    return peer.host
  }
}

extension Staff.Member {
  /// What the member may do, as the session tells it.
  fileprivate var abilities: [String] {
    ["approve"] + (isOperator ? ["operate", "watch"] : [])
      + (isOperator || isEditor ? ["policy"] : []) + (isEditor ? ["edit"] : [])
  }
}
