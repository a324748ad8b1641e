import EventLoop
import Foundation
import HTTPWire
import Server
import Testing

@testable import Notifications

private let key = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
private let nextKey = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"

struct WebhookTests {
  private func channel(_ service: Service, keys: [String] = [key], at time: Int64? = nil) throws
    -> WebhookChannel
  {
    let now = time ?? Int64(Date.now.timeIntervalSince1970 * 1e9)
    return WebhookChannel(
      name: "ops", url: service.url, keys: try keys.map { try #require(WebhookKey(secret($0))) },
      client: service.client, now: { now })
  }

  @Test func `a webhook is posted as JSON, and its signature is genuine`() async throws {
    let service = try await Service(secret: key)
    try await channel(service).send(letter(notice()))
    let request = try #require(try await service.end().first)
    #expect(request.genuine == true)
    #expect(request.path == "/hook?key=SECRET")
    #expect(request.fields["webhook-id"] == "msg_1")
    #expect(request.fields["content-type"] == "application/json")
    #expect(request.json["type"] as? String == "approval.requested")
    let data = request.json["data"] as? [String: Any]
    #expect(data?["approval"] as? String == "apr_1")
    #expect(data?["summary"] as? String == "Delete the folder /srv/app")
    #expect(data?["tool"] as? String == "shell.exec")
    #expect(data?["agent"] as? String == "bot-7")
    #expect(data?["arguments"] as? String == #"{"path":"/srv/app"}"#)
    #expect(data?["complete"] as? Bool == true)
    #expect(data?["expires_at"] as? String == "2026-11-21T17:20:00.000000Z")
    #expect(data?["url"] as? String == "https://gate.example/approvals/apr_1")
  }

  @Test func `either key of a change of keys makes it genuine, and another does not`() async throws
  {
    for (secret, isGenuine) in [
      (key, true), (nextKey, true), ("whsec_" + String(repeating: "A", count: 32), false),
    ] {
      let service = try await Service(secret: secret)
      try await channel(service, keys: [nextKey, key]).send(letter(notice()))
      #expect(try await service.end().first?.genuine == isGenuine)
    }
  }

  @Test func `the signature is that of the specification's example`() async throws {
    // https://github.com/standard-webhooks/standard-webhooks: its libraries share this case.
    let key = try #require(WebhookKey(secret(key)))
    #expect(
      key.sign(
        id: "msg_p5jXN8AQM9LWM0D4loKWxJek", seconds: 1_614_265_330,
        body: Array(#"{"test": 2432232314}"#.utf8))
        == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")
  }

  @Test(arguments: ["", "whsec_", "whsec_AAAA", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_!"])
  func `a key that is none is refused`(text: String) {
    #expect(WebhookKey(secret(text)) == nil)
  }

  @Test func `what may pass is told from what does not, and no secret is in the text`() async throws
  {
    let cases: [(String, isTemporary: Bool, after: Duration?)] = [
      (#"[500, {}, "oops\u001b"]"#, true, nil),
      (#"[429, {"Retry-After": "7"}, ""]"#, true, .seconds(7)),
      (#"[503, {"Retry-After": "-1"}, ""]"#, true, nil), (#"[404, {}, ""]"#, false, nil),
      (#"[410, {}, ""]"#, false, nil), (#"[301, {"Location": "/"}, ""]"#, false, nil),
    ]
    for (answer, isTemporary, after) in cases {
      let service = try await Service(answer)
      let failure = await failure(of: try channel(service), letter(notice()))
      #expect(failure?.isTemporary == isTemporary, "\(answer)")
      #expect(failure?.retryAfter == after, "\(answer)")
      #expect(failure?.description.contains("SECRET") == false)
      #expect(failure?.description.contains("\u{1B}") == false)
      _ = try await service.end()
    }
    let service = try await Service()
    let gone = WebhookChannel(
      name: "ops", url: try #require(HTTPURL("http://127.0.0.1:1/SECRET")), keys: [],
      client: service.client, now: { 0 })
    let failure = await failure(of: gone, letter(notice()))
    #expect(failure?.isTemporary == true)
    #expect(failure?.description == "cannot connect to 127.0.0.1:1: connection refused")
    _ = try await service.end()
  }

  @Test(arguments: [
    "http://169.254.169.254/latest", "http://[fe80::1]/", "http://[fd00:ec2::254]/",
    "http://0.0.0.0/", "http://100.100.100.200/", "http://[::ffff:169.254.169.254]/",
    "http://[64:ff9b::a9fe:a9fe]/", "http://224.0.0.1/",
  ])
  func `the services of clouds are not reached`(url: String) async throws {
    let service = try await Service()
    let channel = WebhookChannel(
      name: "ops", url: try #require(HTTPURL(url)), keys: [], client: service.client, now: { 0 })
    let failure = await failure(of: channel, letter(notice()))
    #expect(failure?.description.contains("may not be connected to") == true)
    _ = try await service.end()
  }

  @Test func `what an agent wrote is escaped in a webhook too`() async throws {
    let service = try await Service()
    try await channel(service).send(
      letter(notice(arguments: "rm\u{202E}x\u{1B}[0m", summary: "Run \u{200B}it")))
    let data = try await service.end().first?.json["data"] as? [String: Any]
    #expect(data?["arguments"] as? String == "rm\\u{202e}x\\u{1b}[0m")
    #expect(data?["summary"] as? String == "Run \\u{200b}it")
  }
}
