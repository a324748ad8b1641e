import HTTPWire
import Testing

@testable import HTTPAnswers

@Suite struct ProbesTests {
  private static let failing = Probes {
    Readiness([
      Readiness.Check("log", isPassing: true, detail: "open"),
      Readiness.Check("policy", isPassing: false, detail: "a.yaml:3:1: unknown key"),
    ])
  }

  private func body(_ response: HTTPResponse) -> String {
    String(decoding: response.body, as: UTF8.self)
  }

  @Test func `a process that answers is alive, ready or not`() {
    let response = Self.failing.response(path: "/healthz", query: nil, mayBeVerbose: false)
    #expect(response.head.status == .ok)
    #expect(body(response) == #"{"status":"alive"}"#)
  }

  @Test func `one failing check makes the instance not ready`() {
    let response = Self.failing.response(path: "/readyz", query: nil, mayBeVerbose: true)
    #expect(response.head.status == .serviceUnavailable)
    #expect(body(response) == #"{"status":"not_ready"}"#)
  }

  @Test func `details are shown on request, and only to those who may see them`() {
    for query in ["verbose", "verbose=", "verbose=1", "x&verbose"] {
      let shown = Self.failing.response(path: "/readyz", query: query, mayBeVerbose: true)
      #expect(
        body(shown).contains(#"{"name":"policy","ok":false,"detail":"a.yaml:3:1: unknown key"}"#))
    }
    let other = Self.failing.response(path: "/readyz", query: "verbosely", mayBeVerbose: true)
    #expect(body(other) == #"{"status":"not_ready"}"#)
    let hidden = Self.failing.response(path: "/readyz", query: "verbose", mayBeVerbose: false)
    #expect(body(hidden) == #"{"status":"not_ready"}"#)
  }

  @Test func `with every check passing the instance is ready`() {
    let probes = Probes { Readiness([Readiness.Check("log", isPassing: true, detail: "open")]) }
    #expect(probes.response(path: "/readyz", query: nil, mayBeVerbose: false).head.status == .ok)
  }
}
