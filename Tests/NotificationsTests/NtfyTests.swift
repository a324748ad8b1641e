import Foundation
import HTTPWire
import Notifications
import Server
import Testing

struct NtfyTests {
  @Test func `a notice is published as JSON, with a link that decides nothing`() async throws {
    let service = try await Service()
    let channel = NtfyChannel(
      name: "phone", server: try service.url("/"), topic: "approvals", token: secret("tk_TOKEN"),
      client: service.client)
    try await channel.send(letter(notice(arguments: "[x](https://evil)\u{1B}")))
    let request = try #require(try await service.end().first)
    #expect(request.path == "/")
    #expect(request.fields["authorization"] == "Bearer tk_TOKEN")
    #expect(request.json["topic"] as? String == "approvals")
    #expect(request.json["title"] as? String == "Approval needed")
    #expect(request.json["markdown"] == nil)
    #expect(request.json["priority"] as? Int == 4)
    #expect(request.json["click"] as? String == "https://gate.example/approvals/apr_1")
    let message = try #require(request.json["message"] as? String)
    #expect(message.contains("[x](https://evil)\\u{1b}"))
    let actions = request.json["actions"] as? [[String: Any]] ?? []
    #expect(actions.compactMap { $0["action"] as? String } == ["view"])
  }

  @Test func `a message fits what ntfy takes, whatever was asked for`() async throws {
    let service = try await Service()
    let channel = NtfyChannel(
      name: "phone", server: try service.url("/"), topic: "approvals", token: nil,
      client: service.client)
    let long = String(repeating: "漢\u{202E}", count: 5000)
    var notice = notice(arguments: long, summary: long)
    (notice.tool, notice.agent, notice.session, notice.rule, notice.reason) = (
      long, long, long, long, long
    )
    try await channel.send(letter(notice))
    let request = try #require(try await service.end().first)
    #expect((request.json["message"] as? String ?? "").utf8.count <= 4096)
    #expect(request.fields["authorization"] == nil)
  }
}
