/// Keeps many deadlines, each of which moves often and is seldom reached.
///
/// Moving a deadline to a later time, which is what a busy connection does all day, writes one field: the heap entry
/// stays where it is and is put back when it surfaces too early. So a deadline costs the heap at most one operation
/// each time it could have expired.
package struct TimerQueue<Element> {
  /// Names one timer of the queue it came from, until it is removed.
  package struct Token: Hashable, Sendable {
    fileprivate let slot: Int
    fileprivate let generation: UInt64
  }

  private struct Slot {
    var element: Element?
    var generation: UInt64
    var deadline: LoopTime
    /// The time of the one heap entry that speaks for this slot; `never` where there is none.
    var queuedFor: LoopTime
  }

  private struct Entry {
    let time: LoopTime
    let slot: Int
    let generation: UInt64
  }

  private var slots: [Slot] = []
  private var free: [Int] = []
  private var heap: [Entry] = []
  private var generations: UInt64 = 0

  package init() {}

  /// The number of timers, armed or not.
  package var count: Int { slots.count - free.count }

  /// When to look for expired timers next; it may turn out that none has expired.
  package var nextWake: LoopTime? { heap.first?.time }

  /// Adds a timer that is not armed.
  package mutating func insert(_ element: Element) -> Token {
    generations += 1
    let slot = Slot(
      element: element, generation: generations, deadline: .never, queuedFor: .never)
    if let index = free.popLast() {
      slots[index] = slot
      return Token(slot: index, generation: generations)
    }
    slots.append(slot)
    return Token(slot: slots.count - 1, generation: generations)
  }

  /// Removes a timer and gives back what it stood for; nil where it is gone already.
  @discardableResult
  package mutating func remove(_ token: Token) -> Element? {
    guard holds(token) else { return nil }
    let element = slots[token.slot].element
    slots[token.slot] = Slot(element: nil, generation: 0, deadline: .never, queuedFor: .never)
    free.append(token.slot)
    // Entries that speak for nobody would else wake a loop for ever that has no timers to look for.
    if count == 0 { heap.removeAll(keepingCapacity: true) }
    return element
  }

  /// Sets when a timer expires, in place of any time set before; `never` disarms it.
  package mutating func arm(_ token: Token, at deadline: LoopTime) {
    guard holds(token) else { return }
    slots[token.slot].deadline = deadline
    guard deadline < slots[token.slot].queuedFor else { return }
    slots[token.slot].queuedFor = deadline
    push(Entry(time: deadline, slot: token.slot, generation: token.generation))
  }

  /// Takes one timer that has expired by `now`, disarms it, and gives what it stands for; nil when none is left.
  package mutating func popExpired(at now: LoopTime) -> Element? {
    while let first = heap.first, first.time <= now {
      pop()
      // A timer removed, or moved earlier, leaves its old entry behind.
      guard slots[first.slot].generation == first.generation,
        slots[first.slot].queuedFor == first.time
      else { continue }
      let deadline = slots[first.slot].deadline
      slots[first.slot].queuedFor = .never
      if deadline <= now {
        slots[first.slot].deadline = .never
        return slots[first.slot].element
      }
      if deadline != .never {
        slots[first.slot].queuedFor = deadline
        push(Entry(time: deadline, slot: first.slot, generation: first.generation))
      }
    }
    return nil
  }

  private func holds(_ token: Token) -> Bool {
    token.slot < slots.count && slots[token.slot].generation == token.generation
  }

  private mutating func push(_ entry: Entry) {
    heap.append(entry)
    var child = heap.count - 1
    while child > 0 {
      let parent = (child - 1) / 2
      guard heap[child].time < heap[parent].time else { return }
      heap.swapAt(child, parent)
      child = parent
    }
  }

  private mutating func pop() {
    heap.swapAt(0, heap.count - 1)
    heap.removeLast()
    var parent = 0
    while true {
      var least = parent
      for child in [2 * parent + 1, 2 * parent + 2]
      where child < heap.count && heap[child].time < heap[least].time { least = child }
      guard least != parent else { return }
      heap.swapAt(parent, least)
      parent = least
    }
  }
}
