import Crypto
import EventLoop
import Foundation
import HTTPWire
import Notifications
import Server
import TLS
import TestKit
import Testing

/// A web service of the tests' own, and a client to reach it.
final class Service: Sendable {
  /// One request that it got.
  struct Request: Decodable, Sendable {
    let path: String
    let fields: [String: String]
    let content: String
    let genuine: Bool?

    /// The content as JSON.
    var json: [String: Any] {
      (try? JSONSerialization.jsonObject(with: Data(content.utf8))) as? [String: Any] ?? [:]
    }
  }

  let client: HTTPClient
  let url: HTTPURL
  private let group: EventLoopGroup
  private let program: Program

  /// - Parameter answers: each `[status, fields, content]` as JSON; the last one is given from then on.
  init(_ answers: String..., secret: String? = nil) async throws {
    let list = answers.isEmpty ? [#"[200, {}, "{\"ok\":true}"]"#] : answers
    program = try Program(
      starting: "/usr/bin/env",
      [
        "python3", "-u", "Tests/Fixtures/Notifications/service.py",
        "[\(list.joined(separator: ","))]",
      ]
        + [secret].compactMap(\.self), directory: Corpora.repository)
    guard let port = await program.printedPort() else {
      throw Failure(description: await program.result().errors)
    }
    url = try #require(HTTPURL("http://127.0.0.1:\(port)/hook?key=SECRET"))
    group = try EventLoopGroup(count: 1)
    var configuration = ClientConfiguration()
    configuration.timeout = .seconds(10)
    configuration.mayConnect = ChannelAddresses.mayConnect
    client = HTTPClient(on: group.loops[0], configuration, tls: try TLSClientContext())
  }

  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  func url(_ path: String) throws -> HTTPURL { try #require(HTTPURL(url.origin, target: path)) }

  /// Ends the service and gives what it got.
  func end() async throws -> [Request] {
    await client.close()
    await group.shutdown()
    program.send(SIGTERM)
    let lines = await program.result().output.split(separator: "\n").dropFirst()
    return try lines.map { try JSONDecoder().decode(Request.self, from: Data($0.utf8)) }
  }
}

/// A notice with everything in it.
func notice(
  _ event: Notice.Event = .requested, arguments: String = #"{"path":"/srv/app"}"#,
  summary: String = "Delete the folder /srv/app"
) -> Notice {
  Notice(
    event, approval: "apr_1", summary: summary, tool: "shell.exec", agent: "bot-7", session: "s-1",
    rule: "irreversible-needs-a-human", reason: "cannot be undone", arguments: arguments,
    outcome: event == .resolved ? "approved by anna" : nil,
    expiresAt: 1_795_281_600_000_000_000, url: "https://gate.example/approvals/apr_1")
}

func letter(_ notice: Notice) -> Letter {
  Letter(id: "msg_1", channel: "test", notice: notice)
}

func secret(_ text: String) -> Secret { Secret(Array(text.utf8)) }

/// What a delivery fails with; nil where it does not.
func failure(of channel: any NotificationChannel, _ letter: Letter) async -> DeliveryFailure? {
  do {
    try await channel.send(letter)
    return nil
  } catch {
    return error
  }
}
