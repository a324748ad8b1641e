/// What precedes the content of a request: request line and fields, checked (RFC 9112, sections 3 and 5).
package struct HTTPRequestHead: Sendable, Equatable {
  /// The four forms of a request target (RFC 9112, section 3.2).
  package enum TargetForm: Sendable, Hashable {
    case origin, absolute, authority, asterisk
  }

  /// How the end of the content is found (RFC 9112, section 6.3).
  package enum BodyFraming: Sendable, Hashable {
    case none
    case length(Int)
    case chunked
  }

  package let method: HTTPMethod
  /// The request target as received: ASCII that RFC 3986 allows, without fragment.
  package let target: String
  package let version: HTTPVersion
  package let fields: HTTPFields
  package let framing: BodyFraming
  /// Says whether the client wants the connection kept after this exchange (RFC 9112, section 9.3).
  package let keepAlive: Bool
  /// Says whether the client waits for `100 Continue` before it sends content.
  package let expectsContinue: Bool
  /// The places of the target's parts in its UTF-8.
  let parts: RequestTarget

  package var form: TargetForm { parts.form }

  /// The path as sent, still percent-encoded; `/` where an absolute target has none, empty in the other two forms.
  package var path: String {
    switch form {
    case .authority, .asterisk: ""
    case .origin where parts.path.upperBound == target.utf8.count: target
    case .origin, .absolute: parts.path.isEmpty ? "/" : text(parts.path)
    }
  }

  /// The query as sent, without its `?`; nil if there is none.
  package var query: String? {
    let mark = parts.path.upperBound
    let end = target.utf8.count
    return mark < end ? text(mark + 1..<end) : nil
  }

  /// The host and port asked for, from an absolute or authority target, else from `Host`; nil in HTTP/1.0 without either.
  package var authority: HTTPAuthority? {
    guard parts.authority.isEmpty else { return HTTPAuthority(utf8(parts.authority)) }
    return fields.bytes(ofOnly: .host).flatMap { HTTPAuthority($0) }
  }

  private func utf8(_ range: Range<Int>) -> Substring.UTF8View {
    target.utf8.prefix(range.upperBound).dropFirst(range.lowerBound)
  }

  private func text(_ range: Range<Int>) -> String {
    String(decoding: utf8(range), as: UTF8.self)
  }
}
