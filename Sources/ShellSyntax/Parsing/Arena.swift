/// The nodes of one type: those in place, and those whose parent is still being read.
///
/// Children are read one at a time with others of their type nested in between; they wait in `open`
/// until their parent ends, and then move into `elements` together.
struct Arena<Element> {
  private(set) var elements: [Element] = []
  /// Those that wait, and behind them room that others have left: nodes hold nothing that has to be let go of.
  private var open: [Element] = []
  /// How many wait, so that the next open element will stand there: what `close` needs.
  private(set) var mark = 0

  mutating func reserve(_ count: Int) { elements.reserveCapacity(count) }

  mutating func add(_ element: Element) {
    if mark < open.count {
      open[mark] = element
    } else {
      // Growing one by one at first would cost more than the elements.
      if open.isEmpty { open.reserveCapacity(8) }
      open.append(element)
    }
    mark += 1
  }

  /// Puts the elements opened since a mark in place, side by side.
  mutating func close(from mark: Int) -> Run<Element> {
    let start = elements.count
    if mark == self.mark { return Run(start: start, count: 0) }
    for index in mark..<self.mark { elements.append(open[index]) }
    self.mark = mark
    return Run(start: start, count: elements.count - start)
  }

  /// Forgets the elements opened since a mark.
  mutating func drop(to mark: Int) { self.mark = mark }

  /// Forgets elements in place from an index on; none may be referred to.
  mutating func truncate(to count: Int) {
    elements.removeSubrange(count...)
  }

  /// Puts one element in place.
  mutating func place(_ element: Element) -> Place<Element> {
    elements.append(element)
    return Place(elements.count - 1)
  }

  /// Changes an element in place.
  mutating func update(_ place: Place<Element>, _ change: (inout Element) -> Void) {
    change(&elements[Int(place.index)])
  }

  /// Changes the element opened last.
  mutating func updateLast(_ change: (inout Element) -> Void) {
    change(&open[mark - 1])
  }

  /// The element opened at an index counted from the first open one.
  func opened(_ index: Int) -> Element { open[index] }
}
