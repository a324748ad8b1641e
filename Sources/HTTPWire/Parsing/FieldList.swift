/// Goes through the elements of a comma-separated value (RFC 9110, section 5.6.1).
enum FieldList {
  /// Calls a function with each element's place, white space around it taken off; empty elements too.
  static func forEach(_ wire: Span<UInt8>, _ value: Range<Int>, _ body: (Range<Int>) -> Void) {
    var start = value.lowerBound
    while start <= value.upperBound {
      var end = start
      while end < value.upperBound, wire[end] != UInt8(ascii: ",") { end += 1 }
      var first = start
      var last = end
      while first < last, ByteSet.whitespace.contains(wire[first]) { first += 1 }
      while first < last, ByteSet.whitespace.contains(wire[last - 1]) { last -= 1 }
      body(first..<last)
      start = end + 1
    }
  }
}
