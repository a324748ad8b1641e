import Foundation
import Testing

@testable import HTTPWire

/// The values, whose invariants hold by construction.
@Suite struct HTTPValueTests {
  @Test func `only tokens become names and methods`() {
    for text in ["", "a b", "a:", "ä", "a\r\n", "(a)", "a\0"] {
      #expect(HTTPFieldName(text) == nil)
      #expect(HTTPMethod(text) == nil)
    }
    #expect(HTTPFieldName("X-Any_1")?.description == "x-any_1")
    #expect(HTTPFieldName("CONTENT-type") == .contentType)
    #expect(HTTPMethod("GET") == .get)
    #expect(HTTPMethod("get") != .get)
  }

  @Test func `only text without control characters and outer white space becomes a value`() {
    for text in ["a\r\nb", "a\nb", "\0", "a\u{7F}", " a", "a ", "\ta", "a\t"] {
      #expect(HTTPFieldValue(checking: text) == nil, "\(text.debugDescription)")
    }
    for text in ["", "a", "a b\tc", "café", "\"x\""] {
      #expect(HTTPFieldValue(checking: text)?.text == text)
    }
    #expect(HTTPFieldValue(-7).text == "-7")
    #expect(("a\r\nb" as HTTPFieldValue).text == "ab")
  }

  @Test func `fields keep order and are found without regard to case`() throws {
    let custom = try #require(HTTPFieldName("X-Custom"))
    var fields: HTTPFields = [.accept: "a", custom: "1", .contentType: "t"]
    fields.append(custom, "2")
    #expect(fields.map(\.name) == ["accept", "x-custom", "content-type", "x-custom"])
    #expect(fields[custom] == "1, 2")
    #expect(fields.values(of: custom) == ["1", "2"])
    #expect(fields.bytes(ofOnly: custom) == nil)
    #expect(fields.bytes(ofOnly: .accept).map(Array.init) == [0x61])
    #expect(fields.count(of: custom) == 2)
    #expect(fields[.host] == nil)
    #expect(fields.isOnly(.contentType, lowercase: "t"))
    fields.set(custom, "3")
    #expect(fields.map(\.value) == ["a", "t", "3"])
    fields.removeAll(.accept)
    #expect(fields == [.contentType: "t", custom: "3"])
    #expect(fields != [custom: "3", .contentType: "t"])
    #expect(!"\(fields)".contains("3"), "values may be credentials")
  }

  @Test func `an authority is a host and perhaps a port`() {
    #expect(HTTPAuthority("Example.COM:80")?.description == "example.com:80")
    #expect(HTTPAuthority("[::FFFF:1.2.3.4]")?.host == "[::ffff:1.2.3.4]")
    #expect(HTTPAuthority("a")?.port == nil)
    for text in ["", ":1", "a:", "a:65536", "a:123456", "a b", "[", "[]", "[::1", "a@b", "a:1:2"] {
      #expect(HTTPAuthority(text) == nil, "\(text)")
    }
  }

  @Test func `dates are those of RFC 9110`() {
    for (seconds, text) in [
      (0, "Thu, 01 Jan 1970 00:00:00 GMT"), (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"),
      (951_782_399, "Mon, 28 Feb 2000 23:59:59 GMT"),
      (951_782_400, "Tue, 29 Feb 2000 00:00:00 GMT"),
      (1_709_251_199, "Thu, 29 Feb 2024 23:59:59 GMT"),
      (4_107_542_400, "Mon, 01 Mar 2100 00:00:00 GMT"),
      (253_402_300_799, "Fri, 31 Dec 9999 23:59:59 GMT"),
    ] {
      let line = HTTPDate(secondsSince1970: seconds).line
      #expect(String(decoding: line, as: UTF8.self) == "date: \(text)\r\n")
    }
  }

  @Test func `byte sets hold what their grammar says`() {
    let alphanumeric = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
    for (set, members) in [
      (ByteSet.token, "!#$%&'*+-.^_`|~" + alphanumeric),
      (.path, "-._~!$&'()*+,;=:@/" + alphanumeric),
      (.query, "-._~!$&'()*+,;=:@/?" + alphanumeric),
      (.hostName, "-._" + alphanumeric),
      (.addressLiteral, ":.0123456789abcdefABCDEF"),
      (.whitespace, " \t"),
    ] {
      let expected = Set(members.utf8)
      for byte in UInt8.min...UInt8.max {
        #expect(set.contains(byte) == expected.contains(byte), "\(byte)")
      }
    }
  }
}
