/// A list of at least one element, the first of which needs no storage of its own: most lists of the analysis have no more.
struct NonEmpty<Element> {
  private(set) var head: Element
  private var rest: [Element] = []

  init(_ head: Element) { self.head = head }

  mutating func append(_ element: Element) { rest.append(element) }

  /// Takes the last element away, where it is not the only one.
  mutating func removeLast() { _ = rest.popLast() }
}

extension NonEmpty: RandomAccessCollection {
  var startIndex: Int { 0 }
  var endIndex: Int { rest.count + 1 }

  subscript(index: Int) -> Element { index == 0 ? head : rest[index - 1] }
}

extension NonEmpty: Equatable where Element: Equatable {}
extension NonEmpty: Hashable where Element: Hashable {}
extension NonEmpty: Sendable where Element: Sendable {}
