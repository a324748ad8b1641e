import Approvals
import Limits
import Locking
import Synchronization

/// Keeps what held actions count against limits, until they are used, refused or over.
///
/// The same action asked again has its earlier reservation taken back first, so that it is never counted twice.
final class HeldReservations: Sendable {
  private struct State {
    var byBinding: [ActionBinding: (approval: String, reservation: Reservation)] = [:]
    var bindings: [String: ActionBinding] = [:]
  }

  private let state = Locked(State())

  /// How many are held; most decisions hold none, and need no lock to know that.
  private let count = Atomic(0)

  var isEmpty: Bool { count.load(ordering: .acquiring) == 0 }

  /// Holds a reservation, and hands back the one that the same action held before; nil where it held none.
  func hold(
    _ reservation: Reservation, of binding: ActionBinding, for approval: String
  ) -> Reservation? {
    change { state in
      let earlier = state.byBinding.updateValue((approval, reservation), forKey: binding)
      if let earlier { state.bindings[earlier.approval] = nil }
      state.bindings[approval] = binding
      return earlier?.reservation
    }
  }

  /// Takes back what an action holds; nil where it holds nothing.
  func take(_ binding: ActionBinding) -> Reservation? {
    change { state in
      guard let held = state.byBinding.removeValue(forKey: binding) else { return nil }
      state.bindings[held.approval] = nil
      return held.reservation
    }
  }

  /// Takes back what is held for an approval.
  func take(approval: String) -> Reservation? {
    change { state in
      guard let binding = state.bindings.removeValue(forKey: approval) else { return nil }
      return state.byBinding.removeValue(forKey: binding)?.reservation
    }
  }

  private func change<Result: Sendable>(_ body: (inout State) -> Result) -> Result {
    state.withLock { state in
      defer { count.store(state.byBinding.count, ordering: .releasing) }
      return body(&state)
    }
  }

  func holds(_ approval: String) -> Bool { state.withLock { $0.bindings[approval] != nil } }
}
