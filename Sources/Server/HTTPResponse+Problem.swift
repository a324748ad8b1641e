import ByteParsing
package import HTTPWire

extension HTTPResponse {
  /// Makes a problem details answer (RFC 9457) of the type `about:blank`.
  ///
  /// - Parameters:
  ///   - code: the stable reason code, as an extension member; nil for none.
  ///   - detail: what is wrong and what to do next.
  package static func problem(
    _ status: HTTPStatus, code: String? = nil, detail: String
  ) -> HTTPResponse {
    var body = Array(#"{"type":"about:blank","title":""#.utf8)
    appendJSON(status.reasonPhrase, to: &body)
    body.append(contentsOf: #"","status":\#(status.code),"detail":""#.utf8)
    appendJSON(detail, to: &body)
    if let code {
      body.append(contentsOf: #"","code":""#.utf8)
      appendJSON(code, to: &body)
    }
    body.append(contentsOf: #""}"#.utf8)
    return HTTPResponse(status, fields: [.contentType: "application/problem+json"], body: body)
  }

  /// Appends the inside of a JSON string (RFC 8259, section 7).
  private static func appendJSON(_ text: String, to output: inout [UInt8]) {
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"):
        output.append(UInt8(ascii: "\\"))
        output.append(byte)
      case 0..<0x20:
        output.append(contentsOf: "\\u00".utf8)
        Hex.append([byte], to: &output)
      default:
        output.append(byte)
      }
    }
  }
}
