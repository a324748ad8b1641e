package import HTTPWire

extension HTTPResponse {
  /// Answers with a JSON document, of which nobody on its way keeps a copy.
  package init(_ status: HTTPStatus = .ok, json: [UInt8]) {
    self.init(status, fields: Self.fieldsOfJSON, body: json)
  }

  private static let fieldsOfJSON: HTTPFields = [
    .contentType: "application/json", .cacheControl: "no-store",
  ]
}
