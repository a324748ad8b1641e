import HTTPWire
import TestKit
import Testing

/// The tables of requests, each cut in every way that could matter.
@Suite struct RequestTableTests {
  @Test func `every request of the refused table is refused for its reason`() throws {
    for row in try TableCase.load("refused-requests.txt") {
      var machine = anyHostMachine()
      let events = machine.run([row.input])
      let reasons = events.compactMap { event in
        if case .refuse(let problem) = event { problem.reason } else { nil }
      }
      #expect(
        reasons == [row.key], "\(String(decoding: row.input, as: UTF8.self).debugDescription)")
    }
  }

  @Test func `every kind of malformed input has a row in the refused table`() throws {
    let covered = Set(try TableCase.load("refused-requests.txt").map(\.key))
    let elsewhere: Set<HTTPProblem> = [
      // Lengths: LimitTests. Names: AuthorityPolicyTests. Ends and shells: HTTPServerMachineTests.
      .requestLineTooLong, .fieldLineTooLong, .fieldsTooLarge, .tooManyFields, .chunkLineTooLong,
      .unknownHost, .foreignOrigin, .incompleteRequest, .requestTimeout, .overloaded,
      .internalError,
    ]
    for problem in HTTPProblem.allCases where !elsewhere.contains(problem) {
      #expect(covered.contains(problem.reason), "\(problem.reason)")
    }
  }

  @Test func `every request of the accepted table is read as it says`() throws {
    for row in try TableCase.load("accepted-requests.txt") {
      var machine = anyHostMachine()
      let messages = ReceivedMessage.collect(machine.run([row.input]))
      #expect(messages.count == 1)
      let summary = messages.map(summary).first
      #expect(summary == row.key)
      #expect(messages.first?.isComplete == true)
    }
  }

  @Test func `events do not depend on where the bytes are cut`() throws {
    let rows = try TableCase.load("refused-requests.txt") + TableCase.load("accepted-requests.txt")
    for row in rows {
      var whole = anyHostMachine()
      let expected = whole.run([row.input], thenEnd: true)
      var single = anyHostMachine()
      #expect(single.run(row.input.map { [$0] }, thenEnd: true) == expected, "\(row.key)")
      for cut in row.input.indices.dropFirst() {
        var machine = anyHostMachine()
        let pieces = [Array(row.input[..<cut]), Array(row.input[cut...])]
        let events = machine.run(pieces, thenEnd: true)
        #expect(events == expected, "\(row.key) cut at \(cut)")
      }
    }
  }

  private func summary(_ message: ReceivedMessage) -> String {
    let parts = [
      message.head.method.name, message.head.target, message.head.path,
      message.head.query ?? "", String(decoding: message.body, as: UTF8.self),
      message.trailers.map { "\($0.name):\($0.value)" }.joined(separator: ","),
    ]
    return parts.map { $0.isEmpty ? "-" : $0 }.joined(separator: " ")
  }
}
