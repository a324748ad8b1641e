import Testing

@testable import EventLoop

struct WriteQueueTests {
  @Test
  func `one write is in progress at a time, and what comes meanwhile is gathered into the next`() {
    var queue = WriteQueue(highWaterMark: 100)
    #expect(queue.append([1, 2]) == .write([1, 2]))
    #expect(queue.append([3]) == .nothing)
    #expect(queue.append([4, 5]) == .nothing)
    #expect(queue.count == 5)
    #expect(queue.completed().action == .write([3, 4, 5]))
    #expect(queue.completed().action == .nothing)
    #expect(!queue.isBusy)
  }

  @Test func `the end is sent behind everything else, and nothing after it`() {
    var queue = WriteQueue(highWaterMark: 100)
    _ = queue.append([1])
    _ = queue.append([2])
    #expect(queue.end() == .nothing)
    #expect(queue.append([3]) == .nothing)
    #expect(queue.completed().action == .write([2]))
    #expect(queue.completed().action == .sendEnd)
    #expect(queue.end() == .nothing)
  }

  @Test func `an idle queue sends the end at once`() {
    var queue = WriteQueue(highWaterMark: 100)
    #expect(queue.end() == .sendEnd)
  }

  @Test func `the producer is woken once, when half the high-water mark is reached`() {
    var queue = WriteQueue(highWaterMark: 10)
    _ = queue.append([UInt8](repeating: 0, count: 8))
    #expect(queue.hasRoom)
    _ = queue.append([UInt8](repeating: 0, count: 4))
    #expect(!queue.hasRoom)
    let first = queue.completed()
    #expect(first.drained)
    #expect(queue.hasRoom)
    #expect(!queue.completed().drained)
  }
}
