import ActionModel

/// A short name for a counter specification, so that decisions hash no patterns.
package struct CounterHandle: Sendable, Hashable {
  /// Whose actions are counted together.
  enum Scope: Sendable, Hashable {
    case session
    case agent
    /// One rule's, over all agents of the tenant; the specification names the rule.
    case rule
  }

  let id: Int32
  let scope: Scope
  /// The width of the window's buckets, in nanoseconds.
  let width: Int64
  /// Whether what counts is kept where all instances see it.
  package let isShared: Bool
}

/// Gives counter specifications their handles, the same one across reloads.
struct CounterCatalog {
  private struct Entry {
    let handle: CounterHandle
    /// When a policy was loaded without the specification; nil while it is in use.
    var retiredAt: Int64?
  }

  private var entries: [CounterSpecification: Entry] = [:]
  private var nextID: Int32 = 0

  /// Finds or makes the handles of a newly loaded policy's specifications.
  ///
  /// A specification that is no longer used is forgotten once everything counted under it has left its window.
  mutating func adopt(_ specifications: [CounterSpecification], at now: Int64) -> [CounterHandle] {
    let used = Set(specifications)
    for (specification, entry) in entries where !used.contains(specification) {
      let retiredAt = entry.retiredAt ?? now
      entries[specification]?.retiredAt = retiredAt
      let bucketsSince = (now - retiredAt) / entry.handle.width
      if bucketsSince > CounterWindow.bucketsPerWindow + 1 { entries[specification] = nil }
    }
    return specifications.map { specification in
      let handle = handle(for: specification)
      entries[specification]?.retiredAt = nil
      return handle
    }
  }

  /// Finds or makes the handle of a specification under which something was counted before a restart; until a policy has
  /// it, it is one that is no longer used.
  mutating func restore(_ specification: CounterSpecification, at now: Int64) -> CounterHandle {
    let isNew = entries[specification] == nil
    let handle = handle(for: specification)
    if isNew { entries[specification]?.retiredAt = now }
    return handle
  }

  /// The specifications, by the ids of their handles.
  var byID: [Int32: CounterSpecification] {
    var found: [Int32: CounterSpecification] = [:]
    for (specification, entry) in entries { found[entry.handle.id] = specification }
    return found
  }

  private mutating func handle(for specification: CounterSpecification) -> CounterHandle {
    if let entry = entries[specification] { return entry.handle }
    let scope: CounterHandle.Scope =
      switch specification.scope {
      case .session: .session
      case .agent: .agent
      case .rule: .rule
      }
    let handle = CounterHandle(
      id: nextID, scope: scope, width: CounterWindow.width(ofWindow: specification.window),
      isShared: specification.isShared)
    nextID += 1
    entries[specification] = Entry(handle: handle)
    return handle
  }
}
