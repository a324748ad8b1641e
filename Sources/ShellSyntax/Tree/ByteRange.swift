/// A range of bytes in a script's text.
package struct ByteRange: Hashable, Sendable {
  package let start: UInt32
  package let end: UInt32

  /// Makes a range; an end before the start counts as the start.
  package init(_ start: Int, _ end: Int) {
    self.start = UInt32(truncatingIfNeeded: start)
    self.end = UInt32(truncatingIfNeeded: max(start, end))
  }

  package var lowerBound: Int { Int(start) }
  package var upperBound: Int { Int(end) }
  package var count: Int { upperBound - lowerBound }
  package var isEmpty: Bool { start == end }
  package var range: Range<Int> { lowerBound..<upperBound }
}

/// Neighbouring elements in one of a script's arrays.
///
/// The children of a node always stand together, so that a list costs no storage of its own.
package struct Run<Element>: Sendable {
  package let start: UInt32
  package let count: UInt32

  package init(start: Int, count: Int) {
    self.start = UInt32(truncatingIfNeeded: start)
    self.count = UInt32(truncatingIfNeeded: count)
  }

  /// A run of nothing.
  package static var empty: Run { Run(start: 0, count: 0) }

  package var isEmpty: Bool { count == 0 }
  /// Where the elements stand in their array.
  package var indices: Range<Int> { Int(start)..<Int(start) + Int(count) }
}

/// The place of one element in one of a script's arrays.
package struct Place<Element>: Sendable {
  package let index: UInt32

  package init(_ index: Int) { self.index = UInt32(truncatingIfNeeded: index) }
}

extension Array {
  /// The elements of a run.
  package subscript(run: Run<Element>) -> ArraySlice<Element> { self[run.indices] }

  /// The element at a place.
  package subscript(place: Place<Element>) -> Element { self[Int(place.index)] }
}
