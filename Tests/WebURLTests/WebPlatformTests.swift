import Foundation
import TestKit
import Testing
import WebURL

/// The URL tests that browsers share (web-platform-tests, `url/`).
@Suite struct WebPlatformTests {
  @Test(arguments: ["urltestdata.json", "ada_extra_urltestdata.json", "ada_long_urltestdata.json"])
  func `URLs read as browsers read them`(file: String) throws {
    guard let cases = try Self.cases(file) else { return }
    var differing: [String] = []
    for (index, test) in cases.enumerated() {
      let input = test["input"] as? String ?? ""
      let base = (test["base"] as? String).flatMap { WebURL($0) }
      let baseFails = test["base"] is String && base == nil
      let url = baseFails ? nil : WebURL(input, base: base)
      let expected = test["failure"] as? Bool == true ? nil : test["href"] as? String
      if url?.description != expected || !Self.agrees(url, with: test) {
        differing.append("\(index)")
      }
    }
    try Self.compare(differing, of: cases.count, in: file)
  }

  @Test(arguments: ["toascii.json", "IdnaTestV2.json"])
  func `domains become ASCII as the standard has it, as far as libidn2 goes`(file: String) throws {
    guard let cases = try Self.cases(file) else { return }
    var differing: [String] = []
    for (index, test) in cases.enumerated() {
      let input = test["input"] as? String ?? ""
      // An empty host is no case of a URL: the slashes run on.
      guard !input.isEmpty else { continue }
      let url = WebURL("https://\(input)/x")
      let expected = test["output"] as? String
      if url?.host?.description != expected {
        differing.append("\(index)")
      }
    }
    try Self.compare(differing, of: cases.count, in: file)
  }

  private static func compare(_ differing: [String], of count: Int, in file: String) throws {
    print("\(file): \(count - differing.count) of \(count)")
    #expect(try KnownDifferences("WebURL/\(file).txt").complaint(about: differing) == nil)
  }

  private static func agrees(_ url: WebURL?, with test: [String: Any]) -> Bool {
    guard let url, test["href"] is String else { return true }
    let host = url.host?.description ?? ""
    let hostWithPort = url.port.map { "\(host):\($0)" } ?? host
    let members = [
      "protocol": url.scheme + ":", "username": url.username, "password": url.password,
      "hostname": host, "host": hostWithPort, "port": url.port.map(String.init) ?? "",
      "pathname": url.path, "search": url.query.flatMap { $0.isEmpty ? nil : "?" + $0 } ?? "",
      "hash": url.fragment.flatMap { $0.isEmpty ? nil : "#" + $0 } ?? "",
    ]
    return members.allSatisfy { name, value in
      guard let expected = test[name] as? String else { return true }
      return expected == value
    }
  }

  /// The cases of a file; strings between them are comments.
  private static func cases(_ file: String) throws -> [[String: Any]]? {
    guard let raw = Corpora.file("url-wpt/\(file)") else { return nil }
    // Foundation reads no JSON with half a surrogate pair; our strings cannot hold one either.
    let surrogates = /(?i)\\ud[89ab][0-9a-f]{2}\\ud[c-f][0-9a-f]{2}|\\ud[89a-f][0-9a-f]{2}/
    let text = String(decoding: raw, as: UTF8.self).replacing(surrogates) { match in
      match.output.count == 12 ? String(match.output) : "\\ufffd"
    }
    let data = Data(text.utf8)
    let all = try JSONSerialization.jsonObject(with: data) as? [Any] ?? []
    return all.compactMap { $0 as? [String: Any] }
  }
}
