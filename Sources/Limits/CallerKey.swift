/// Names whose calls are counted together: an agent, a credential, or a whole tenant.
package struct CallerKey: Sendable {
  /// The most bytes of either part, so that a full table's memory is known.
  static let maximumBytes = 512

  package let tenant: String
  package let caller: String
  /// The hash of both, under the process's random seed, computed once: it picks the shard and then the bucket.
  let hash: Int

  package init(tenant: String, caller: String) {
    self.tenant = tenant
    self.caller = caller
    var hasher = Hasher()
    hasher.combine(tenant)
    hasher.combine(caller)
    hash = hasher.finalize()
  }

  var isTooLong: Bool {
    tenant.utf8.count > CallerKey.maximumBytes || caller.utf8.count > CallerKey.maximumBytes
  }
}

extension CallerKey: Hashable {
  package static func == (left: CallerKey, right: CallerKey) -> Bool {
    left.hash == right.hash && left.caller == right.caller && left.tenant == right.tenant
  }

  package func hash(into hasher: inout Hasher) { hasher.combine(hash) }
}
