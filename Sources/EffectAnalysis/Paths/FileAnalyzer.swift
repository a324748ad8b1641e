package import ActionModel

/// Says what the tools for files would do: `fs.read`, `fs.write`, `fs.delete` and `fs.list`.
package enum FileAnalyzer {
  /// What is done to the file.
  package enum Operation: Sendable {
    case read, write, delete, list
  }

  /// The effects of an operation on a path.
  ///
  /// - Parameter argument: The JSON pointer of the argument that holds the path.
  package static func effects(
    _ operation: Operation, path: String, argument: String = "/path", scene: Scene
  ) -> Effects {
    let resolver = PathResolver(home: scene.home, files: scene.files)
    let evidence = Evidence(argument: argument, bytes: 0..<path.utf8.count)
    let places = resolver.resolve(
      argument: path, from: scene.directory,
      // A directory goes with all that is in it.
      isTree: operation == .delete, followsLast: operation != .delete)
    var all = places.map {
      Effect(kind: operation.kind, target: $0.target, evidence: evidence)
    }
    var gaps: [Effects.Gap] = []
    // Where the path itself cannot be told, there is no saying what a program does with it.
    if let why = places.first?.gap {
      gaps.append(Effects.Gap(evidence: evidence, why: why))
      all.append(Effect(kind: .unknown, target: .unknown, evidence: evidence))
    }
    return Effects(
      all: all, reversibility: operation.reversibility, gaps: gaps,
      isLexical: places.contains(where: \.isLexical))
  }
}

extension FileAnalyzer.Operation {
  fileprivate var kind: Effect.Kind {
    switch self {
    case .read, .list: .reads
    case .write: .writes
    case .delete: .deletes
    }
  }

  fileprivate var reversibility: Effects.Reversibility {
    switch self {
    case .read, .list: .reversible
    case .write: .recoverable
    case .delete: .irreversible
    }
  }
}
