import Testing

@testable import WebURL

@Suite struct WebURLTests {
  @Test func `the parts of a URL are told apart`() throws {
    let url = try #require(WebURL("HTTPS://ann:pw@Example.COM:8443/a/./b/../c%20d?q=1#top"))
    #expect(url.scheme == "https" && url.username == "ann" && url.password == "pw")
    #expect(url.host == .domain("example.com") && url.port == 8443)
    #expect(url.path == "/a/c%20d" && url.query == "q=1" && url.fragment == "top")
    #expect(url.decodedPath == Array("/a/c d".utf8))
    #expect(url.description == "https://ann:pw@example.com:8443/a/c%20d?q=1#top")
  }

  @Test func `a scheme's own port is left out and still known`() throws {
    let url = try #require(WebURL("http://example.com:80/"))
    #expect(url.port == nil && url.effectivePort == 80)
    #expect(WebURL("ssh://host/")?.effectivePort == nil)
  }

  @Test func `text that is too long is refused`() {
    let path = String(repeating: "a", count: WebURL.maximumLength)
    #expect(WebURL("http://a/\(path)") == nil)
    #expect(URLHost(path + "a") == nil)
  }

  @Test(arguments: [
    "http://a.b/" + String(repeating: "../x/", count: 2_000),
    String(repeating: "@", count: 8_000), "http://" + String(repeating: "a@", count: 4_000),
    "http://" + String(repeating: "[", count: 8_000),
    "http:" + String(repeating: "/", count: 8_000),
    "file:" + String(repeating: "c|/", count: 4_000),
    "http://h/" + String(repeating: "%2e%2e/", count: 2_000),
  ])
  func `the steps of the parser are linear in the text`(text: String) {
    var parser = URLParser(text, base: WebURL("http://base/"))
    _ = parser.parse()
    #expect(parser.steps <= 3 * text.utf8.count + 8)
  }

  @Test(arguments: [
    ("example.com", "example.com"), ("a.b.example.co.uk", "example.co.uk"), ("co.uk", nil),
    ("x.github.io", "x.github.io"), ("EXAMPLE", nil), ("example.com.", "example.com"), ("", nil),
    ("10.0.0.1", nil), ("::1", nil),
    ("a.xn--85x722f.com.cn", "xn--85x722f.com.cn"),
  ])
  func `a domain is registered below a public suffix`(domain: String, registrable: String?) {
    #expect(PublicSuffix.registrableDomain(of: domain) == registrable)
  }

  @Test(arguments: [
    ("EXAMPLE.com", "example.com"), ("bücher.example", "xn--bcher-kva.example"),
    ("faß.de", "xn--fa-hia.de"), ("ex\u{AD}ample.com", "example.com"),
    ("ｅｘａｍｐｌｅ．ｃｏｍ", "example.com"), ("a。b", "a.b"), ("аpple.com", "xn--pple-43d.com"),
    ("%61.com", "a.com"), ("0x7f.1", "127.0.0.1"), ("١٢٧.0.0.1", nil),
    ("①②⑦.0.0.1", "127.0.0.1"), ("1.2.3.4.5", nil), ("a b", nil), ("a%00b", nil),
    ("\u{202E}moc", nil), ("a‥b", nil), ("\u{AD}", nil), ("[::1]", "[::1]"), ("[::1", nil),
    ("[1.2.3.4]", nil), ("[::ffff:1.2.3.4]", "[::ffff:102:304]"), ("0400.1.1.1", nil),
  ])
  func `a host has one spelling or is none`(text: String, host: String?) {
    #expect(URLHost(text)?.description == host)
  }

  @Test(arguments: [
    ("аpple.com", "apple.com"), ("xn--pple-43d.com", "apple.com"), ("раураl.com", "paypal.com"),
    ("gоogle.co.uk", "google.co.uk"), ("apple.com", nil), ("bücher.example", nil),
    ("россия.рф", nil), ("xn--a", nil), ("日本.jp", nil),
  ])
  func `a name in borrowed letters shows what it is taken for`(text: String, lookalike: String?) {
    #expect(URLHost(text)?.lookalike == lookalike)
  }
}
