import Foundation
import JSON
import TestKit
import Testing

@testable import AuditLog

@Suite struct RedactorTests {
  @Test func `secrets are taken out and nothing else is`() throws {
    let url = Corpora.repository.appending(path: "Tests/Fixtures/AuditLog/redaction.jsonl")
    let text = try String(contentsOf: url, encoding: .utf8)
    // Shapes are spelled in two parts, so that no scanner takes these cases for leaked credentials.
    let lines = text.replacing("~~", with: "").split(separator: "\n").filter { !$0.hasPrefix("#") }
    #expect(lines.count > 40)
    for line in lines {
      let test = try JSONDocument.parse(Array(line.utf8))
      let given = try #require(test["given"])
      let wanted = try CanonicalJSON.bytes(of: test["wanted"] ?? given)
      let written = Redactor.redact(try CanonicalJSON.bytes(of: given))
      #expect(String(decoding: written, as: UTF8.self) == String(decoding: wanted, as: UTF8.self))
    }
  }

  @Test func `what is written is canonical JSON again, whatever the text holds`() throws {
    var random = SplitMix(state: 5)
    let parts = [
      "password", "AKIA", "\\\"", "\\n", "://", "a:b@", "-----BEGIN PRIVATE KEY", "eyJ", "..",
      "Bearer ", "0123456789ABCDEF", "é", "token", "\\u0001", "sk-", "-----END KEY-----",
    ]
    for _ in 0..<2000 {
      func word() -> String {
        (0..<Int(random.next() % 6)).map { _ in parts[Int(random.next() % UInt64(parts.count))] }
          .joined()
      }
      let text =
        #"{"\#(word())a":["\#(word())",{"\#(word())b":"\#(word())"}],"token":[1,{"a":"]"}]}"#
      guard let value = try? JSONDocument.parse(Array(text.utf8)) else { continue }
      let written = Redactor.redact(try CanonicalJSON.bytes(of: value))
      let read = try JSONDocument.parse(written)
      #expect(try CanonicalJSON.bytes(of: read) == written, "\(text)")
    }
  }

  @Test func `bytes that are no JSON at all do not stop it`() {
    var random = SplitMix(state: 9)
    for _ in 0..<5000 {
      let letters = Array("\"\\:{}[],e-A:/@yJup".utf8)
      let bytes = (0..<Int(random.next() % 60)).map { _ in
        letters[Int(random.next() % UInt64(letters.count))]
      }
      _ = Redactor.redact(bytes)
    }
  }
}
