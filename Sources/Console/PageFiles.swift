import Crypto
import HTTPAnswers
import HTTPWire

/// Serves the files of the page, which the binary carries; they are the same for everyone and hold nothing of an instance.
struct PageFiles: Sendable {
  private struct File {
    let type: HTTPFieldValue
    let bytes: [UInt8]
    let tag: HTTPFieldValue

    init(_ type: HTTPFieldValue, _ bytes: [UInt8]) {
      self.type = type
      self.bytes = bytes
      tag = HTTPFieldValue(checking: "\"\(SHA256.hash(bytes).description.prefix(32))\"") ?? ""
    }
  }

  /// What the page may load and do: its own files, and nothing else.
  ///
  /// With trusted types and no policy for them, no text can become markup in a browser that knows them.
  private static let policy: HTTPFieldValue = """
    default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; \
    base-uri 'none'; form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'; \
    trusted-types 'none'
    """

  private let files: [String: File]
  private let page: File

  init() {
    let script: HTTPFieldValue = "text/javascript; charset=utf-8"
    page = File("text/html; charset=utf-8", PackageResources.index_html)
    files = [
      "/page/style.css": File("text/css; charset=utf-8", PackageResources.style_css),
      "/page/icon.svg": File("image/svg+xml", PackageResources.icon_svg),
      "/page/main.js": File(script, PackageResources.main_js),
      "/page/agents.js": File(script, PackageResources.agents_js),
      "/page/answering.js": File(script, PackageResources.answering_js),
      "/page/api.js": File(script, PackageResources.api_js),
      "/page/approvals.js": File(script, PackageResources.approvals_js),
      "/page/charts.js": File(script, PackageResources.charts_js),
      "/page/diff.js": File(script, PackageResources.diff_js),
      "/page/dom.js": File(script, PackageResources.dom_js),
      "/page/editor.js": File(script, PackageResources.editor_js),
      "/page/exact.js": File(script, PackageResources.exact_js),
      "/page/grants.js": File(script, PackageResources.grants_js),
      "/page/history.js": File(script, PackageResources.history_js),
      "/page/log.js": File(script, PackageResources.log_js),
      "/page/notices.js": File(script, PackageResources.notices_js),
      "/page/now.js": File(script, PackageResources.now_js),
      "/page/policy.js": File(script, PackageResources.policy_js),
      "/page/records.js": File(script, PackageResources.records_js),
      "/page/replay.js": File(script, PackageResources.replay_js),
      "/page/request.js": File(script, PackageResources.request_js),
      "/page/sessions.js": File(script, PackageResources.sessions_js),
      "/page/shown.js": File(script, PackageResources.shown_js),
      "/page/trial.js": File(script, PackageResources.trial_js),
    ]
  }

  /// Answers a request for a file; nil for other paths.
  func response(to request: HTTPRequestHead) throws(ProblemDetails) -> HTTPResponse? {
    guard let file = file(at: request.path) else { return nil }
    try request.require(.get)
    let fields: HTTPFields = [
      .contentType: file.type, .etag: file.tag, .cacheControl: "no-cache",
      .contentSecurityPolicy: Self.policy, .crossOriginOpenerPolicy: "same-origin",
    ]
    if request.fields[.ifNoneMatch] == file.tag.text {
      return HTTPResponse(.notModified, fields: fields)
    }
    return HTTPResponse(.ok, fields: fields, body: file.bytes)
  }

  private func file(at path: String) -> File? {
    switch path {
    case "/", "/approvals", "/grants", "/now", "/log", "/policy", "/sessions", "/agents",
      "/notices":
      page
    case let path where path.hasPrefix("/approvals/"): page
    default: files[path]
    }
  }
}
