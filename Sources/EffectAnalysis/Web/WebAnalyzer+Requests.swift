package import ActionModel
import WebURL

extension WebAnalyzer {
  /// What is asked of a URL.
  package struct Request: Sendable {
    package var url: String
    /// The method of HTTP; letters of either case.
    package var method: String
    /// The names of the header fields.
    package var headerNames: [String]
    package var hasBody: Bool

    package init(
      url: String, method: String = "GET", headerNames: [String] = [], hasBody: Bool = false
    ) {
      self.url = url
      self.method = method
      self.headerNames = headerNames
      self.hasBody = hasBody
    }
  }

  /// The effects of a request: `connects` always, `sends` too where something is handed over.
  ///
  /// Each redirect that the answer asks for is an action of its own.
  ///
  /// - Parameter argument: The JSON pointer of the argument that holds the URL.
  package static func effects(_ request: Request, argument: String = "/url", scene: Scene)
    -> Effects
  {
    let evidence = Evidence(argument: argument, bytes: 0..<request.url.utf8.count)
    let reading = placeless(request.url) ?? HostText.url(request.url, scheme: "http")
    let targets = hosts(of: request.url, readAs: reading, scheme: "http", port: nil)
      .map(TargetSet.host)
    guard let url = reading?.url else {
      return gap("the URL cannot be read", evidence, other: targets)
    }
    switch url.scheme {
    case "about", "data": return Effects(all: [], reversibility: .reversible, isLexical: false)
    case "file": return fileEffects(of: url, evidence, scene)
    default: break
    }
    guard url.host != nil else {
      return gap("scheme `\(url.scheme)` says nothing of where it leads", evidence)
    }
    guard !targets.isEmpty else { return gap("the URL names no host", evidence) }
    func effects(_ kind: Effect.Kind) -> [Effect] {
      targets.map { Effect(kind: kind, target: $0, evidence: evidence) }
    }
    guard isUnderstood(url.scheme) else {
      // Other protocols carry their commands in the URL.
      return Effects(
        all: effects(.connects) + effects(.sends) + effects(.unknown), reversibility: .unknown,
        gaps: [Effects.Gap(evidence: evidence, why: "scheme `\(url.scheme)` is not known")],
        isLexical: false)
    }
    if let known = url.host?.lookalike {
      let unknown = Effect(kind: .unknown, target: targets[0], evidence: evidence)
      let why = "`\(url.host?.description ?? "")` is made to look like `\(known)`"
      return Effects(
        all: effects(.connects) + effects(.sends) + [unknown], reversibility: .unknown,
        gaps: [Effects.Gap(evidence: evidence, why: why)], isLexical: false)
    }
    guard isSending(request) else {
      return Effects(all: effects(.connects), reversibility: .reversible, isLexical: false)
    }
    let isDeleting = request.method.uppercased() == "DELETE"
    return Effects(
      all: effects(.connects) + effects(.sends),
      reversibility: isDeleting ? .irreversible : .unknown,
      isLexical: false)
  }

  /// The URL, if its scheme is one of those that have no host; `localhost:80` looks much the same.
  private static func placeless(_ text: String) -> (url: WebURL, port: UInt16?)? {
    // Most texts are of the web, and need not be read for this.
    if text.utf8.starts(with: "http".utf8) { return nil }
    guard let url = WebURL(text) else { return nil }
    switch url.scheme {
    case "about", "blob", "data", "file", "javascript", "mailto", "tel", "vbscript":
      return (url, nil)
    default: return nil
    }
  }

  private static func isUnderstood(_ scheme: String) -> Bool {
    switch scheme {
    case "http", "https", "ws", "wss", "ftp": true
    default: false
    }
  }

  private static func isSending(_ request: Request) -> Bool {
    if request.hasBody { return true }
    switch request.method.uppercased() {
    case "GET", "HEAD", "OPTIONS": break
    default: return true
    }
    // Fields with which many servers take a GET for another method.
    return request.headerNames.contains { name in
      switch name.lowercased() {
      case "x-http-method-override", "x-http-method", "x-method-override": true
      default: false
      }
    }
  }

  private static func fileEffects(
    of url: WebURL, _ evidence: Evidence, _ scene: Scene
  ) -> Effects {
    guard url.host == .empty else { return gap("the file is on another host", evidence) }
    let path = String(decoding: url.decodedPath, as: UTF8.self)
    let places = PathResolver(home: scene.home, files: scene.files)
      .resolve(argument: path, from: nil)
    if let why = places.first?.gap { return gap(why, evidence) }
    return Effects(
      all: places.map { Effect(kind: .reads, target: $0.target, evidence: evidence) },
      reversibility: .reversible, isLexical: places.contains(where: \.isLexical))
  }

  /// Anything at all, besides what other programs than ours may reach.
  private static func gap(
    _ why: String, _ evidence: Evidence, other targets: [TargetSet] = []
  ) -> Effects {
    Effects(
      all: targets.map { Effect(kind: .connects, target: $0, evidence: evidence) } + [
        Effect(kind: .unknown, target: .unknown, evidence: evidence)
      ],
      reversibility: .unknown, gaps: [Effects.Gap(evidence: evidence, why: why)],
      isLexical: false)
  }
}
