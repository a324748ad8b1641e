import HTTPWire
import Server

/// Asks the web service behind a channel, and says of its answer whether trying again may help.
struct ServiceCaller: Sendable {
  /// How much of what a service says about an error is told, in bytes.
  private static let mostDetail = 200

  let client: HTTPClient

  /// Posts content; returns the answer if it has a status of success.
  func post(
    _ url: HTTPURL, fields: HTTPFields, body: [UInt8]
  ) async throws(DeliveryFailure) -> HTTPResponse {
    let response: HTTPResponse
    do {
      response = try await client.send(HTTPRequest(.post, url, fields: fields, body: body))
    } catch {
      throw DeliveryFailure(error.description, isTemporary: error != .closed)
    }
    guard response.head.status.isSuccess else { throw Self.failure(response, url.origin) }
    return response
  }

  private static func failure(_ response: HTTPResponse, _ origin: HTTPOrigin) -> DeliveryFailure {
    let status = response.head.status
    let seconds = response.head.fields[.retryAfter].flatMap(Int.init)
    let detail = ShownText(String(decoding: response.body, as: UTF8.self), limit: mostDetail).text
    return DeliveryFailure(
      "\(origin) answered \(status)" + (detail.isEmpty ? "" : ": \(detail)"),
      isTemporary: status.code >= 500 || status == .requestTimeout || status == .tooManyRequests,
      retryAfter: seconds.flatMap { $0 > 0 ? .seconds($0) : nil })
  }
}
