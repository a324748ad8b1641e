import Documents
import EffectAnalysis
import Policy

/// Reads the files that describe tools.
enum ToolFiles {
  static func read(_ paths: [String]) throws -> ToolCatalogue {
    guard !paths.isEmpty else { return .standard }
    let sources = try paths.map { DocumentSource(name: $0, bytes: try Files.readRegular($0)) }
    return try ToolCatalogue(adding: sources)
  }
}

extension ToolCatalogue {
  /// What lint may rely on.
  ///
  /// - Parameter areAll: whether the operator has described the tools in use.
  func known(areAll: Bool) -> KnownTools {
    KnownTools(
      tools: analysedArguments.map {
        KnownTools.Tool(name: $0.tool, analysedArguments: $0.arguments)
      }, isComplete: areAll)
  }
}
