/// Names whose calls are counted together: an agent, a credential, or a whole tenant.
package struct CallerKey: Sendable, Hashable {
  /// The most bytes of either part, so that a full table's memory is known.
  static let maximumBytes = 512

  package let tenant: String
  package let caller: String

  package init(tenant: String, caller: String) {
    self.tenant = tenant
    self.caller = caller
  }

  var isTooLong: Bool {
    tenant.utf8.count > CallerKey.maximumBytes || caller.utf8.count > CallerKey.maximumBytes
  }
}
