import Approvals
import Authentication
import Calendar
import Console

extension Approvals.Options {
  init(_ configuration: Configuration) {
    let settings = configuration.approvals
    let scheme = configuration.tls == nil ? "http" : "https"
    self.init(
      within: settings.within.nanoseconds, pendingPerAgent: settings.pendingPerAgent,
      address: settings.url ?? "\(scheme)://\(configuration.adminListen)")
  }
}

extension Staff {
  /// The operator, and the approvers; where none are named the operator approves, whatever role a rule asks for.
  init(_ configuration: Configuration) throws {
    let isAlone = configuration.approvers.isEmpty
    let operatorsCredential = Credential(
      id: "admin", proof: .bearerToken(try AdminCredential.hash(in: configuration.data)),
      tenant: nil, mayClaim: [])
    let admin = Member(
      approver: Approver(id: "admin", roles: [], hasEveryRole: isAlone), isOperator: true,
      isEditor: configuration.editors.contains("admin"))
    let approvers = configuration.approvers.map {
      (
        $0.credential,
        Member(
          approver: Approver(id: $0.credential.id, roles: $0.roles), isOperator: false,
          isEditor: configuration.editors.contains($0.credential.id))
      )
    }
    self.init([(operatorsCredential, admin)] + approvers)
  }
}
