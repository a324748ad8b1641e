package import ActionModel
import Documents
import Expressions
import JSON
package import Policy
import Telemetry

/// Asks the policy that a configuration names, without an instance and without recording anything.
package struct OfflinePolicy: Sendable {
  package let set: PolicySet
  private let projects: ProjectDirectories

  /// Loads the policy.
  ///
  /// - Throws: `FileError` or `DocumentErrors`.
  package init(_ configuration: Configuration) throws {
    set = try PolicySet.load(
      try PolicyFiles.read(configuration.policy), timeZones: TimeZoneFiles.read())
    projects = try ProjectDirectories(configuration.projects)
  }

  /// Reads an action, in the form that callers send, from a file.
  ///
  /// Whoever can run the program on a policy needs no credential: the agent is taken to be who the action says.
  package func request(fromFile path: String) throws -> PolicyRequest {
    let document: JSONValue
    do {
      document = try JSONDocument.parse(try Files.read(path))
    } catch let error as JSONError {
      throw ServiceError("`\(path)` is not JSON: \(error)")
    }
    do throws(ActionError) {
      let action = try Action(native: document, caller: .anonymous)
      let principal = Principal(
        tenant: action.tenant ?? Principal.defaultTenant, id: action.agent ?? action.caller.id,
        verified: true, via: nil)
      return PolicyRequest(
        action: action, principal: principal,
        now: Timestamp(unixNanoseconds: SystemClock.unixNanoseconds()), project: projects)
    } catch {
      throw ServiceError("`\(path)` is no action: \(error)")
    }
  }

  /// Decides as an instance would on its first call: every counter stands at zero.
  package func decide(_ request: PolicyRequest) -> Decision {
    let outcome = set.evaluate(request, counters: EmptyCounters())
    return Decision(
      id: "dec_offline", verdict: outcome.verdict, reason: outcome.reason, rules: outcome.rules,
      flags: outcome.flags, obligations: outcome.obligations)
  }

  package func explain(_ request: PolicyRequest) -> PolicyTrace {
    set.explain(request, counters: EmptyCounters())
  }
}
