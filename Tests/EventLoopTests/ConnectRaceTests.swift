import Testing

@testable import EventLoop

struct ConnectRaceTests {
  @Test func `the next address is tried when one fails, and when one is slow`() {
    var race = ConnectRace(count: 3)
    #expect(race.begin() == .attempt(0))
    #expect(race.failed() == .attempt(1))
    #expect(race.delayPassed() == .attempt(2))
    #expect(race.delayPassed() == .wait)
    #expect(race.failed() == .wait)
    #expect(race.failed() == .giveUp)
  }

  @Test func `without addresses there is nothing to try`() {
    var race = ConnectRace(count: 0)
    #expect(race.begin() == .giveUp)
  }

  @Test func `the families take turns, beginning with the first`() {
    let (a, b, c) = (
      SocketAddress.ipv4(1, port: 1), SocketAddress.ipv4(2, port: 1), SocketAddress.ipv4(3, port: 1)
    )
    let (x, y) = (SocketAddress.ipv6(0, 1, port: 1), SocketAddress.ipv6(0, 2, port: 1))
    #expect(ConnectRace.interleaved([x, y, a, b, c]) == [x, a, y, b, c])
    #expect(ConnectRace.interleaved([a, b, x]) == [a, x, b])
    #expect(ConnectRace.interleaved([a]) == [a])
    #expect(ConnectRace.interleaved([]) == [])
  }
}
