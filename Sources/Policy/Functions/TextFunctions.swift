import Expressions
import Matching

/// The functions of conditions over text that names something.
///
/// | written | result |
/// |---|---|
/// | `text.matchesGlob(pattern)` | whether the whole text matches a glob: `release/*`, `**/*.md` |
/// | `text.matchesHost(pattern)` | whether the text is a host name that matches: `*.example.com`; an address never does |
/// | `text.isInNetwork(block)` | whether the text is an IP address within a block: `10.0.0.0/8` |
///
/// Patterns and blocks are written out and read when the policy is loaded. `matchesHost` and `isInNetwork` are in error
/// for text that is neither a host name nor an address, because what resolves it might take it for either.
enum TextFunctions {
  static let all: [Function] = [
    function("matchesGlob") { (pattern) throws(Function.LiteralError) in
      let glob = try Patterns.glob(pattern, argument: 1)
      return { (text, _) throws(EvaluationFailure) in glob.matches(text) }
    },
    function("matchesHost") { (pattern) throws(Function.LiteralError) in
      let host = try Patterns.host(pattern, argument: 1)
      return { (text, _) throws(EvaluationFailure) in
        switch try Place(text) {
        case .host(let name): host.matches(name)
        case .address: false
        }
      }
    },
    function("isInNetwork") { (block) throws(Function.LiteralError) in
      let network = try Patterns.network(block, argument: 1)
      return { (text, _) throws(EvaluationFailure) in
        switch try Place(text) {
        case .host: false
        case .address(let address): network.contains(address)
        }
      }
    },
  ]

  private typealias Test = @Sendable (String, inout Budget) throws(EvaluationFailure) -> Bool

  /// A host as text names it.
  private enum Place {
    case host(HostName)
    case address(IPAddress)

    init(_ text: String) throws(EvaluationFailure) {
      if let address = IPAddress(text) {
        self = .address(address)
        return
      }
      do throws(HostNameError) {
        self = .host(try HostName(text))
      } catch {
        throw .error(.init(.invalidArgument, "`\(text)` is no host: \(error)"))
      }
    }
  }

  /// A test of text against a pattern that `compile` reads at load.
  private static func function(
    _ name: String,
    _ compile: @escaping @Sendable (String) throws(Function.LiteralError) -> Test
  ) -> Function {
    Function(
      name, on: .string, [.string], returns: .bool,
      .binary { (_, _, _) throws(EvaluationFailure) in
        throw .error(.init(.noSuchOverload, "`\(name)` with a computed pattern"))
      },
      prepare: { (literals) throws(Function.LiteralError) in
        guard case .string(let pattern)? = literals[1] else {
          throw Function.LiteralError(
            argument: 1, "the pattern is not written out",
            hint: "a pattern from elsewhere could match more than was meant")
        }
        let test = try compile(pattern)
        return .binary { (value, _, budget) throws(EvaluationFailure) in
          guard case .string(let text) = try value.resolved() else {
            throw .noOverload(name, value)
          }
          try budget.spend(bytes: text.utf8.count)
          return .bool(try test(text, &budget))
        }
      })
  }
}
