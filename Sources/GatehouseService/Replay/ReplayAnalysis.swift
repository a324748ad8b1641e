import ActionModel
import ContentInspection
import DecisionPoint
import EffectAnalysis
import Policy

/// Finds out anew what recorded actions would do and what is inside them.
struct ReplayAnalysis: ReplaySource {
  let analyzer: EffectAnalyzer
  let inspection: ContentInspector
  let projects: ProjectDirectories

  func effects(of action: Action) -> Effects {
    analyzer.analyze(action, in: Scene(of: action, projects: projects.directories, files: nil))
  }

  func findings(in action: Action) -> ContentFindings { inspection.findings(in: action) }

  func host(_ text: String) -> HostTarget {
    let (name, port) = Self.parts(text)
    let scene = Scene(directory: nil, home: nil, projects: [], files: nil)
    let target = analyzer.analyze(url: "http://\(name)/", base: nil, in: scene).host
    return HostTarget(
      name: target?.name ?? name, port: port, class: target?.class ?? .invalid)
  }

  /// A host and its port, of text such as `example.com:443` or `[::1]`.
  private static func parts(_ text: String) -> (name: String, port: UInt16?) {
    guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...])
    else { return (text, nil) }
    return (String(text[..<colon]), port)
  }
}
