package import Crypto
package import HTTPWire
import JSON
import WebURL

/// Reads what Slack sends when somebody presses a button (https://docs.slack.dev/authentication/verifying-requests-from-slack).
package struct SlackInbox: Sendable {
  static let approve = "gatehouse.approve"
  static let deny = "gatehouse.deny"
  /// How old a request may be, in seconds: what Slack recommends.
  private static let window: Int64 = 300

  private let code: HMACSHA256

  /// An answer, and where whoever gave it is told what came of it.
  package struct Callback: Sendable, Equatable {
    package let answer: ChannelAnswer
    package let responseURL: HTTPURL?
  }

  package init(signingSecret: Secret) {
    code = HMACSHA256(key: signingSecret)
  }

  /// Reads a request's content once its signature is proved; nil for what is no answer, such as opening the page.
  ///
  /// - Parameters:
  ///   - timestamp: of `X-Slack-Request-Timestamp`.
  ///   - signature: of `X-Slack-Signature`.
  ///   - now: seconds since 1970.
  package func callback(
    in body: [UInt8], timestamp: String?, signature: String?, now: Int64
  ) throws(ChannelRequestProblem) -> Callback? {
    guard let timestamp, let signature, let seconds = Int64(timestamp) else { throw .unproved }
    let expected = "v0=\(code.authenticate(Array("v0:\(timestamp):".utf8) + body))"
    guard constantTimeEquals(Array(expected.utf8), Array(signature.utf8)) else { throw .unproved }
    guard (now - Self.window...now + Self.window).contains(seconds) else { throw .stale }
    guard let payload = FormContent.value(of: "payload", in: body),
      let value = try? JSONDocument.parse(payload), let type = value["type"]?.string
    else { throw .malformed }
    guard type == "block_actions" else { return nil }
    guard let user = value["user"]?["id"]?.string, let action = value["actions"]?[0],
      let name = action["action_id"]?.string
    else { throw .malformed }
    let verdict: ChannelAnswer.Verdict
    switch name {
    case Self.approve: verdict = .approve
    case Self.deny: verdict = .deny
    default: return nil
    }
    guard let approval = action["value"]?.string else { throw .malformed }
    return Callback(
      answer: ChannelAnswer(approval: approval, verdict: verdict, person: "slack:\(user)"),
      responseURL: value["response_url"]?.string.flatMap { HTTPURL($0) })
  }
}

/// Reads `application/x-www-form-urlencoded` content (https://url.spec.whatwg.org/#urlencoded-parsing).
enum FormContent {
  /// The decoded value of a name that occurs once; nil where it does not.
  static func value(of name: String, in body: [UInt8]) -> [UInt8]? {
    var found: [UInt8]?
    for pair in body.split(separator: UInt8(ascii: "&")) {
      let parts = pair.split(
        separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2, decode(parts[0]) == Array(name.utf8) else { continue }
      guard found == nil else { return nil }
      found = decode(parts[1])
    }
    return found
  }

  private static func decode(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    PercentEncoding.decode(bytes.map { $0 == UInt8(ascii: "+") ? UInt8(ascii: " ") : $0 })
  }
}
