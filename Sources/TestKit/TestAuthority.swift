package import Foundation

/// A certificate authority made for one test by the `openssl` program, with certificates of its own.
package final class TestAuthority: Sendable {
  private let folder: TemporaryFolder

  package struct Failure: Error, CustomStringConvertible {
    package let description: String
  }

  package init() async throws {
    folder = try TemporaryFolder()
    try await openssl(
      "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
      "-days", "2", "-subj", "/CN=Test authority", "-keyout", "ca.key", "-out", "ca.pem")
  }

  /// The authority's own certificate.
  package var certificate: String { folder.path("ca.pem") }
  package var url: URL { folder.url }

  /// The path of a file of the authority.
  package func path(_ name: String) -> String { folder.path(name) }

  /// Makes `NAME.pem` and `NAME.key`.
  ///
  /// - Parameters:
  ///   - subject: as `/O=Example/CN=name`.
  ///   - names: as `DNS:localhost,IP:127.0.0.1,URI:spiffe://example/bot`.
  ///   - days: negative for a certificate that has expired.
  package func issue(_ name: String, subject: String, names: String, days: Int = 2) async throws {
    try folder.write("subjectAltName=\(names)\n", to: "\(name).ext")
    try await openssl(
      "req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
      "-utf8", "-subj", subject, "-keyout", "\(name).key", "-out", "\(name).csr")
    try await openssl(
      "x509", "-req", "-in", "\(name).csr", "-CA", "ca.pem", "-CAkey", "ca.key",
      "-CAcreateserial", "-days", "\(days)", "-extfile", "\(name).ext", "-out", "\(name).pem")
  }

  /// Runs `openssl` in the authority's folder, and gives what it prints.
  @discardableResult
  package func openssl(_ arguments: String...) async throws -> String {
    let result = try await Program.run(
      "/usr/bin/env", ["openssl"] + arguments, directory: folder.url)
    guard result.status == 0 else { throw Failure(description: result.errors) }
    return result.output
  }
}
