import Foundation
import TLS
import TestKit
import Testing

struct TLSServerContextTests {
  private func error(
    _ certificate: String, _ key: String,
    clients: TLSServerConfiguration.ClientCertificates = .ignored
  ) -> String? {
    do {
      _ = try TLSServerContext(
        TLSServerConfiguration(
          certificateFile: certificate, privateKeyFile: key, clientCertificates: clients))
      return nil
    } catch {
      return error.description
    }
  }

  @Test func `a file that is missing is named, with what to give`() async throws {
    let authority = try await TestAuthority()
    try await authority.issue("a", subject: "/CN=a", names: "DNS:a")
    let (certificate, key) = (authority.path("a.pem"), authority.path("a.key"))
    #expect(error(certificate, key) == nil)
    #expect(
      error("/nowhere.pem", key)
        == "certificate file `/nowhere.pem`: No such file or directory; "
        + "give a PEM file that begins with the server's certificate")
    #expect(
      error(certificate, "/nowhere.key")
        == "private key file `/nowhere.key`: No such file or directory; "
        + "give the PEM file of the certificate's key, readable and without a passphrase")
    #expect(
      error(certificate, key, clients: .required(authorities: "/nowhere.ca"))
        == "client authority file `/nowhere.ca`: No such file or directory; "
        + "give a PEM file of the certificates that sign your clients'")
  }

  @Test func `a file of another kind is refused, and so is a foreign or an encrypted key`()
    async throws
  {
    let authority = try await TestAuthority()
    try await authority.issue("a", subject: "/CN=a", names: "DNS:a")
    try await authority.issue("b", subject: "/CN=b", names: "DNS:b")
    try await authority.openssl(
      "ec", "-aes256", "-passout", "pass:secret", "-in", "a.key", "-out", "locked.key")
    let certificate = authority.path("a.pem")
    #expect(error(authority.path("a.key"), authority.path("a.key")) != nil)
    #expect(error(certificate, certificate) != nil)
    #expect(error(certificate, authority.path("locked.key")) != nil)
    #expect(
      error(certificate, authority.path("b.key"))?.contains("key values mismatch") == true)
  }

  @Test func `a reload that fails leaves the old certificate in use`() async throws {
    let authority = try await TestAuthority()
    try await authority.issue("a", subject: "/CN=a", names: "DNS:a")
    let context = try TLSServerContext(
      TLSServerConfiguration(
        certificateFile: authority.path("a.pem"), privateKeyFile: authority.path("a.key")))
    try FileManager.default.removeItem(atPath: authority.path("a.pem"))
    #expect(throws: TLSError.self) { try context.reload() }
    #expect(throws: Never.self) { try context.makeSession() }
  }
}

struct TLSSessionTests {
  private func session() async throws -> TLSSession {
    let authority = try await TestAuthority()
    try await authority.issue("a", subject: "/CN=a", names: "DNS:a")
    return try TLSServerContext(
      TLSServerConfiguration(
        certificateFile: authority.path("a.pem"), privateKeyFile: authority.path("a.key"))
    ).makeSession()
  }

  @Test func `what is not TLS is an error, and then nothing more is read`() async throws {
    let session = try await session()
    var (plaintext, output): ([UInt8], [UInt8]) = ([], [])
    let request = Array("GET / HTTP/1.1\r\n\r\n".utf8)
    #expect(throws: TLSError.self) {
      try session.receive(request.span, plaintext: &plaintext, output: &output)
    }
    try session.receive(request.span, plaintext: &plaintext, output: &output)
    #expect(plaintext == [])
    #expect(!session.isEstablished)
  }

  @Test func `nothing can be sent before the handshake is done`() async throws {
    let session = try await session()
    var output: [UInt8] = []
    #expect(throws: TLSError.self) { try session.send([1, 2, 3].span, output: &output) }
    #expect(output == [])
    #expect(session.clientCertificate == nil)
  }
}
