import Foundation
import Testing

@testable import Telemetry

@Suite struct StandardErrorSinkTests {
  private let line = Array((String(repeating: "x", count: 99) + "\n").utf8)

  @Test func `a reader that does not read stops nobody, and loses only what exceeds the backlog`() {
    let pipe = Pipe()
    let sink = StandardErrorSink(
      descriptor: pipe.fileHandleForWriting.fileDescriptor, backlogBytes: 1_000)
    var taken = 0
    // Far more than a pipe holds: a sink that waited would hang here.
    for _ in 0..<20_000 where sink.write(line) { taken += 1 }
    #expect(taken < 20_000)

    var received = 0
    while received < taken * line.count {
      received += pipe.fileHandleForReading.availableData.count
      sink.flush()
    }
    #expect(received == taken * line.count)
    #expect(sink.write(line))
    #expect(pipe.fileHandleForReading.availableData == Data(line))
  }

  @Test func `lines that the output refuses are given up and reported`() throws {
    let unwritable = try FileHandle(forReadingFrom: URL(filePath: "/dev/null"))
    let sink = StandardErrorSink(descriptor: unwritable.fileDescriptor, backlogBytes: 1_000)
    for _ in 0..<100 { #expect(!sink.write(line)) }
    #expect(!sink.isTerminal)
  }
}
