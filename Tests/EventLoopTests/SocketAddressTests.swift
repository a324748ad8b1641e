import EventLoop
import Testing

struct SocketAddressTests {
  private static let texts: [(SocketAddress, String)] = [
    (.ipv4(0x7F00_0001, port: 80), "127.0.0.1:80"),
    (.ipv4(0, port: 0), "0.0.0.0:0"),
    (.ipv6(0, 1, port: 443), "[::1]:443"),
    (.ipv6(0, 0, port: 1), "[::]:1"),
    (.ipv6(0x2001_0DB8_0000_0000, 1, port: 1), "[2001:db8::1]:1"),
    // One group of zeros is written, of two equal runs the first is left out (RFC 5952, section 4.2).
    (.ipv6(0x2001_0DB8_0000_0001, 0x0001_0001_0001_0001, port: 1), "[2001:db8:0:1:1:1:1:1]:1"),
    (.ipv6(0x2001_0000_0000_0001, 0x0000_0000_0001_0001, port: 1), "[2001::1:0:0:1:1]:1"),
    (.ipv6(0x2001_0DB8_0001_0001, 0x0001_0001_0000_0000, port: 1), "[2001:db8:1:1:1:1::]:1"),
    (.ipv6(0, 0xFFFF_7F00_0001, port: 1), "[::ffff:127.0.0.1]:1"),
    (.unix(path: "/run/x.sock"), "unix:/run/x.sock"),
  ]

  @Test(arguments: texts)
  func `an address is written in its recommended form`(address: SocketAddress, text: String) {
    #expect(address.description == text)
  }

  @Test func `loopback is 127/8, ::1, their mapped forms and Unix sockets`() {
    #expect(SocketAddress.ipv4(0x7F12_3456, port: 1).isLoopback)
    #expect(SocketAddress.ipv6(0, 1, port: 1).isLoopback)
    #expect(SocketAddress.ipv6(0, 0xFFFF_7F00_0001, port: 1).isLoopback)
    #expect(SocketAddress.unix(path: "/x").isLoopback)
    #expect(!SocketAddress.ipv4(0x0A00_0001, port: 1).isLoopback)
    #expect(!SocketAddress.ipv6(0, 0, port: 1).isLoopback)
    #expect(!SocketAddress.ipv6(1, 1, port: 1).isLoopback)
  }
}
