import ActionModel
import EffectAnalysis
package import JSON

/// Analyses single texts, without a policy and without an instance.
package struct OfflineAnalysis: Sendable {
  /// What a text is.
  package enum Subject: String, Sendable, CaseIterable {
    case shell, sql, path, url
  }

  private let subject: Subject
  private let analyzer: EffectAnalyzer
  private let projects: [String]

  package init(_ subject: Subject, projects: [String]) throws {
    self.subject = subject
    self.projects = projects
    analyzer = try EffectAnalyzer()
  }

  /// Analyses `{"id", "input", "cwd"?, "home"?, "dialect"?, "base"?}`.
  package func answer(_ question: JSONValue, to writer: inout JSONWriter) throws {
    guard let input = question["input"]?.string else {
      throw ServiceError("`input` is missing: give the text to be analysed as a string")
    }
    let scene = Scene(
      directory: question["cwd"]?.string, home: question["home"]?.string, projects: projects,
      files: LocalFiles())
    writer.beginObject()
    if let id = question["id"] {
      writer.key("id")
      writer.value(id)
    }
    switch subject {
    case .shell: write(analyzer.analyze(shell: input, in: scene), to: &writer)
    case .sql:
      let dialect = question["dialect"]?.string
      write(analyzer.analyze(sql: input, dialect: dialect), to: &writer)
    case .path:
      let (effects, resolved) = analyzer.analyze(path: input, in: scene)
      write(effects, to: &writer)
      writer.member("resolved", resolved)
    case .url:
      let url = analyzer.analyze(url: input, base: question["base"]?.string, in: scene)
      write(url.effects, to: &writer)
      writer.member("host", url.host?.name)
      writer.member("class", (url.host?.class ?? .invalid).rawValue)
      writer.member("resolved", url.resolved)
    }
    writer.endObject()
  }

  private func write(_ effects: Effects, to writer: inout JSONWriter) {
    writer.key("effects")
    effects.write(to: &writer, namingArguments: false)
    writer.member("reversibility", effects.reversibility.rawValue)
    writer.key("unknown")
    writer.beginArray()
    for gap in effects.gaps {
      writer.beginObject()
      writer.member("start", gap.evidence.bytes.lowerBound)
      writer.member("end", gap.evidence.bytes.upperBound)
      writer.member("why", gap.why)
      writer.endObject()
    }
    writer.endArray()
    writer.member("summary", EffectsSummary(effects).description)
  }
}
