import HTTPWire
import Testing

@Suite struct HTTPURLTests {
  @Test(arguments: [
    ("http://a", "http://a", "/"),
    ("HTTPS://A.example:443/b?c=%20d", "https://a.example", "/b?c=%20d"),
    ("https://a:8443?q", "https://a:8443", "/?q"), ("http://[::1]:80/", "http://[::1]", "/"),
    ("http://1.2.3.4:0/x", "http://1.2.3.4:0", "/x"),
  ])
  func `an absolute URL is an origin and a target`(text: String, origin: String, target: String)
    throws
  {
    let url = try #require(HTTPURL(text))
    #expect(url.origin.description == origin)
    #expect(url.target == target)
    #expect(HTTPURL(url.origin, target: url.target) == url)
  }

  @Test(arguments: [
    "", "/path", "a.example", "ftp://a", "http:/a", "http://", "http://user@a", "http://a:b",
    "http://a:65536", "http://a b", "http://a/ b", "http://a/#fragment", "http://a/\r\n",
    "http://ä",
    "http://a/\u{00E4}", "http://a%2eb", "http://[1.2.3.4]x", "//a",
  ])
  func `what is no http or https URL that can be asked for is refused`(text: String) {
    #expect(HTTPURL(text) == nil)
  }

  @Test func `a target is a path of an origin`() throws {
    let origin = try #require(HTTPURL("http://a")).origin
    #expect(HTTPURL(origin, target: "/b?c")?.target == "/b?c")
    for target in ["", "b", "http://b/", "*", "/ b", "/\u{00E4}", "//\r\n"] {
      #expect(HTTPURL(origin, target: target) == nil, "\(target)")
    }
  }

  @Test func `a path is in no description, as it may be a credential`() throws {
    let url = try #require(HTTPURL("https://hooks.example/services/T0/SECRET?key=SECRET"))
    #expect("\(url)" == "https://hooks.example/…")
    #expect(!"\(HTTPRequest(.get, url, fields: [.authorization: "SECRET"]))".contains("SECRET"))
  }
}
