/// A request to be sent; framing fields are the machine's to write and are left out of those given.
package struct HTTPRequest: Sendable, Equatable {
  package var method: HTTPMethod
  package var url: HTTPURL
  /// `Host`, `Connection`, `Content-Length`, `Transfer-Encoding`, `Expect` and `Upgrade` are ignored here.
  package var fields: HTTPFields
  package var body: [UInt8]

  package init(
    _ method: HTTPMethod, _ url: HTTPURL, fields: HTTPFields = [:], body: [UInt8] = []
  ) {
    self.method = method
    self.url = url
    self.fields = fields
    self.body = body
  }
}
