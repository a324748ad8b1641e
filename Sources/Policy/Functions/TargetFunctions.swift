import ActionModel
import Expressions
import Matching

/// The functions of conditions over targets.
///
/// | written | result |
/// |---|---|
/// | `path(text)` | the path as a target; a relative one could be anywhere and is unknown |
/// | `path(text, directory)` | the same, a relative path being seen from a directory |
/// | `target.overlaps(pattern)` | whether some member of the target may match: for rules that restrain |
/// | `target.holds(project.root)` | whether the target may hold that directory itself: for rules that restrain |
/// | `target.within(pattern)` | whether every member of the target surely matches: for rules that allow |
///
/// A pattern that is written out is a `TargetPattern`: `/usr/bin` is that directory and everything below it, `**/.env`
/// a glob, `host:*.example.com` hosts. A pattern that comes from elsewhere is always a plain directory, so that no
/// character of it is special.
enum TargetFunctions {
  static let all: [Function] = [
    Function(
      "path", [.string], returns: TargetValue.type,
      .unary { (text, _) throws(EvaluationFailure) in
        .opaque(TargetValue(target: try target(of: text, from: nil, "path")))
      }),
    Function(
      "path", [.string, .string], returns: TargetValue.type,
      .binary { (text, directory, _) throws(EvaluationFailure) in
        .opaque(TargetValue(target: try target(of: text, from: directory, "path")))
      }),
    relation("overlaps", { $0.overlaps($1) }, { $0.overlaps($1) }),
    relation("within", { $0.isWithin($1) }, { $0.isWithin($1) }),
    directoryRelation("overlaps") { (target, value) in
      value.patterns.contains { target.overlaps($0) }
    },
    directoryRelation("within") { (target, value) in
      value.patterns.contains { target.isWithin($0) }
    },
    directoryRelation("holds") { (target, value) in
      value.directories.contains { target.mayHold($0) }
    },
  ]

  /// A relation between a target and a pattern, compiled at load where it is written out.
  private static func relation(
    _ name: String,
    _ holdsOfDirectory: @escaping @Sendable (TargetSet, PathPattern) -> Bool,
    _ holds: @escaping @Sendable (TargetSet, TargetPattern) -> Bool
  ) -> Function {
    Function(
      name, on: TargetValue.type, [.string], returns: .bool,
      .binary { (value, text, budget) throws(EvaluationFailure) in
        guard let target = target(value), case .string(let directory) = try text.resolved() else {
          throw .noOverload(name, value, text)
        }
        try budget.spend(bytes: directory.utf8.count * 64)
        guard let pattern = PathPattern(directory: directory) else {
          throw .error(.init(.invalidArgument, "`\(directory)` is not an absolute directory"))
        }
        return .bool(holdsOfDirectory(target, pattern))
      },
      prepare: { (literals) throws(Function.LiteralError) in
        guard case .string(let text)? = literals[1] else { return nil }
        let pattern = try Patterns.target(text, argument: 1)
        return .binary { (value, _, _) throws(EvaluationFailure) in
          guard let target = target(value) else { throw .noOverload(name, value) }
          return .bool(holds(target, pattern))
        }
      })
  }

  private static func directoryRelation(
    _ name: String, _ holds: @escaping @Sendable (TargetSet, DirectoriesValue) -> Bool
  ) -> Function {
    Function(
      name, on: TargetValue.type, [DirectoriesValue.type], returns: .bool,
      .binary { (value, other, _) throws(EvaluationFailure) in
        guard let target = target(value), case .opaque(let opaque) = other,
          let directories = opaque as? DirectoriesValue
        else { throw .noOverload(name, value, other) }
        return .bool(holds(target, directories))
      })
  }

  private static func target(_ value: Value) -> TargetSet? {
    guard case .opaque(let opaque) = value else { return nil }
    return (opaque as? TargetValue)?.target
  }

  private static func target(
    of text: Value, from directory: Value?, _ function: String
  ) throws(EvaluationFailure) -> TargetSet {
    guard case .string(let path) = try text.resolved() else { throw .noOverload(function, text) }
    let name = try pathName(path)
    if name.isAbsolute { return .exact(name.text) }
    guard let directory else { return .unknown }
    guard case .string(let base) = try directory.resolved() else {
      throw .noOverload(function, text, directory)
    }
    let full = try pathName(base).appending(name)
    return full.isAbsolute ? .exact(full.text) : .unknown
  }

  private static func pathName(_ text: String) throws(EvaluationFailure) -> PathName {
    do throws(PathNameError) {
      return try PathName(text)
    } catch {
      throw .error(.init(.invalidArgument, error.description))
    }
  }
}
