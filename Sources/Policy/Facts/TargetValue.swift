import ActionModel
import Expressions
import Matching
import WebURL

/// A target in conditions: the type of `this.target` and of the members of `effects.reads` and the like.
struct TargetValue: OpaqueValue {
  static let type = ExpressionType.opaque("target")

  /// What conditions may read of a target.
  enum Field: Int, CaseIterable {
    /// Whether anything is known of it.
    case known
    /// What is known: `exact`, `tree` or `glob` of paths, `host`, `name`, `given` by the environment, or `unknown`.
    case form
    /// The target as it is written in answers and in the log.
    case text
    /// The host's name or address; empty for what is no host.
    case host
    /// The part of the host's name that somebody registered, `example.co.uk` of `a.example.co.uk`; empty where nobody did,
    /// and for addresses.
    case site
    /// The port; 0 where there is none or it is not known.
    case port
    /// `public`, `loopback`, `private`, `link_local`, `metadata`, `multicast` or `invalid`; empty for what is no host, or is
    /// one that is not known.
    case hostClass
    /// The name of what has no path, such as a table; empty for others.
    case name

    static var declarations: [(String, ExpressionType)] {
      allCases.map { field in
        let type: ExpressionType =
          switch field {
          case .known: .bool
          case .port: .int
          case .form, .text, .host, .site, .hostClass, .name: .string
          }
        return (field == .hostClass ? "host_class" : "\(field)", type)
      }
    }
  }

  let target: TargetSet

  var typeName: String { "target" }

  func field(_ index: Int) throws(EvaluationFailure) -> Value {
    switch Field(rawValue: index) {
    case .known: return .bool(target != .unknown && target != .given)
    case .form: return .string(form)
    case .text: return .string(target.description)
    case .host: return .string(host?.name ?? "")
    case .site: return .string(host.flatMap { PublicSuffix.registrableDomain(of: $0.name) } ?? "")
    case .port: return .int(Int64(host?.port ?? 0))
    case .hostClass: return .string(host?.class.rawValue ?? "")
    case .name:
      if case .named(let named) = target { return .string(named.name) }
      return .string("")
    case nil: throw .error(.init(.noSuchField, "\(index)"))
    }
  }

  private var form: String {
    switch target {
    case .exact: "exact"
    case .tree: "tree"
    case .glob: "glob"
    case .host: "host"
    case .named: "name"
    case .given: "given"
    case .unknown: "unknown"
    }
  }

  private var host: HostTarget? {
    if case .host(let host) = target { host } else { nil }
  }

  func equals(_ other: any OpaqueValue) -> Bool {
    (other as? TargetValue)?.target == target
  }
}

/// Directories in conditions: the type of `project.root`.
struct DirectoriesValue: OpaqueValue {
  static let type = ExpressionType.opaque("directories")

  let directories: [String]
  let patterns: [PathPattern]

  var typeName: String { "directories" }

  func field(_ index: Int) throws(EvaluationFailure) -> Value {
    throw .error(.init(.noSuchField, "\(index)"))
  }

  func equals(_ other: any OpaqueValue) -> Bool {
    (other as? DirectoriesValue)?.patterns == patterns
  }
}
