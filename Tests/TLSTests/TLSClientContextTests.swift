import Foundation
import TLS
import TestKit
import Testing

struct TLSClientContextTests {
  private func error(_ configuration: TLSClientConfiguration) -> String? {
    do {
      _ = try TLSClientContext(configuration)
      return nil
    } catch {
      return error.description
    }
  }

  @Test func `authorities that are missing are named, with what to give`() async throws {
    let authority = try await TestAuthority()
    #expect(error(TLSClientConfiguration(authorities: .file(authority.certificate))) == nil)
    #expect(error(TLSClientConfiguration(authorities: .system)) == nil)
    #expect(
      error(TLSClientConfiguration(authorities: .file("/nowhere.pem")))
        == "authority file `/nowhere.pem`: No such file or directory; "
        + "give a PEM file of the certificates that sign the servers'")
    #expect(
      error(TLSClientConfiguration(authorities: .directory("/nowhere")))
        == "authority file `/nowhere`: No such file or directory; "
        + "give a directory of certificates that `openssl rehash` has named")
    #expect(
      error(TLSClientConfiguration(authorities: .file(authority.path("ca.key"))))?.contains(
        "authority file") == true)
  }

  @Test func `a client's certificate needs its key`() async throws {
    let authority = try await TestAuthority()
    try await authority.issue("a", subject: "/CN=a", names: "DNS:a")
    try await authority.issue("b", subject: "/CN=b", names: "DNS:b")
    let own = TLSClientConfiguration(
      certificateFile: authority.path("a.pem"), privateKeyFile: authority.path("a.key"))
    #expect(error(own) == nil)
    var other = own
    other.privateKeyFile = authority.path("b.key")
    #expect(error(other)?.contains("key values mismatch") == true)
    other.privateKeyFile = nil
    #expect(error(other)?.hasPrefix("private key file `\(authority.path("a.pem"))`") == true)
  }

  @Test func `a session greets with the name of the server and with what it speaks`() throws {
    let context = try TLSClientContext()
    var hello: [UInt8] = []
    try context.makeSession(host: "name.example.").start(output: &hello)
    // A handshake record that holds a greeting.
    #expect(hello.first == 22)
    #expect(hello.contains(subsequence: "name.example"))
    #expect(!hello.contains(subsequence: "name.example."))
    #expect(hello.contains(subsequence: "http/1.1"))
    var other: [UInt8] = []
    try context.makeSession(host: "10.0.0.1", speaksHTTP: false).start(output: &other)
    #expect(!other.contains(subsequence: "10.0.0.1"))
    #expect(!other.contains(subsequence: "http/1.1"))
  }

  @Test(arguments: ["", "a\0b"])
  func `a session needs a host to prove`(host: String) throws {
    let context = try TLSClientContext()
    #expect(throws: TLSError.self) { try context.makeSession(host: host) }
  }
}

extension [UInt8] {
  fileprivate func contains(subsequence text: String) -> Bool {
    let bytes = Array(text.utf8)
    return indices.contains { self[$0...].starts(with: bytes) }
  }
}
