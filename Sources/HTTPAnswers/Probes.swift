package import HTTPWire
import JSON

/// Answers `/healthz` (is the process alive?) and `/readyz` (can it do its work?) for any listener.
package struct Probes: Sendable {
  private let readiness: @Sendable () -> Readiness

  package init(readiness: @escaping @Sendable () -> Readiness) {
    self.readiness = readiness
  }

  /// The paths that are answered here.
  package static let paths: Set<String> = ["/healthz", "/readyz"]

  /// Answers a probe: 200 or 503; `?verbose` lists the checks.
  ///
  /// - Parameter mayBeVerbose: whether the caller showed a credential that lets it see details.
  package func response(path: String, query: String?, mayBeVerbose: Bool) -> HTTPResponse {
    var writer = JSONWriter()
    writer.beginObject()
    guard path == "/readyz" else {
      writer.member("status", "alive")
      writer.endObject()
      return HTTPResponse(json: writer.bytes)
    }
    let readiness = readiness()
    writer.member("status", readiness.isReady ? "ready" : "not_ready")
    if mayBeVerbose, QueryItems(query)?["verbose"] != nil {
      writer.key("checks")
      writer.beginArray()
      for check in readiness.checks { check.write(to: &writer) }
      writer.endArray()
    }
    writer.endObject()
    return HTTPResponse(readiness.isReady ? .ok : .serviceUnavailable, json: writer.bytes)
  }
}

extension Readiness.Check {
  fileprivate func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.member("name", name)
    writer.member("ok", isPassing)
    writer.member("detail", detail)
    writer.endObject()
  }
}
