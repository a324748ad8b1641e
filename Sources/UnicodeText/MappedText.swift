/// Text made from other text, which remembers where each of its bytes came from.
package struct MappedText: Sendable, Hashable {
  package let bytes: [UInt8]
  private let runs: [Run]

  /// Takes text as it is: every byte came from itself.
  package init(_ bytes: [UInt8]) {
    self.bytes = bytes
    runs = bytes.isEmpty ? [] : [Run(start: 0, origin: 0..<bytes.count, isVerbatim: true)]
  }

  private init(bytes: [UInt8], runs: [Run]) {
    self.bytes = bytes
    self.runs = runs
  }

  /// The text as a string; bytes that are not UTF-8 are replaced.
  package var text: String { String(decoding: bytes, as: UTF8.self) }

  /// The smallest range of the original that the bytes of a range came from, in time logarithmic in the changes.
  ///
  /// What was taken out between two bytes of the range is within it. A range beyond the end is cut off.
  package func origin(of range: Range<Int>) -> Range<Int> {
    let range = range.clamped(to: 0..<bytes.count)
    guard !runs.isEmpty else { return 0..<0 }
    let first = origin(at: range.lowerBound)
    guard !range.isEmpty else {
      let place = range.lowerBound == bytes.count ? first.upperBound : first.lowerBound
      return place..<place
    }
    return first.lowerBound..<origin(at: range.upperBound - 1).upperBound
  }

  private func origin(at offset: Int) -> Range<Int> {
    var low = 0
    var high = runs.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if runs[middle].start <= offset { low = middle } else { high = middle }
    }
    let run = runs[low]
    guard run.isVerbatim, offset < bytes.count else { return run.origin }
    let place = run.origin.lowerBound + (offset - run.start)
    return place..<(place + 1)
  }

  /// Bytes beside each other that came from one place.
  private struct Run: Hashable {
    /// Where the run starts in the text made.
    let start: Int
    /// Where it came from.
    var origin: Range<Int>
    /// Whether the bytes are as many as in the original, each from the one at its place.
    let isVerbatim: Bool
  }

  /// Puts a mapped text together, from its first byte to its last.
  package struct Builder {
    package private(set) var bytes: [UInt8] = []
    private var runs: [Run] = []

    /// Starts an empty text that will probably be as long as stated.
    package init(capacity: Int = 0) {
      bytes.reserveCapacity(capacity)
    }

    /// Appends a range of the original as it is.
    package mutating func append(verbatim range: Range<Int>, of original: Span<UInt8>) {
      guard !range.isEmpty else { return }
      noteVerbatim(range)
      for index in range { bytes.append(original[index]) }
    }

    /// Appends a range of the original with its ASCII letters in lower case.
    mutating func append(lowercased range: Range<Int>, of original: Span<UInt8>) {
      guard !range.isEmpty else { return }
      noteVerbatim(range)
      for index in range { bytes.append(original[index].loweredASCII) }
    }

    /// Appends bytes that a range of the original became.
    package mutating func append(_ new: some Sequence<UInt8>, from range: Range<Int>) {
      let start = bytes.count
      bytes.append(contentsOf: new)
      guard bytes.count > start else { return }
      runs.append(Run(start: start, origin: range, isVerbatim: false))
    }

    /// The text so far.
    package consuming func finish() -> MappedText { MappedText(bytes: bytes, runs: runs) }

    private mutating func noteVerbatim(_ range: Range<Int>) {
      if let last = runs.last, last.isVerbatim, last.origin.upperBound == range.lowerBound {
        runs[runs.count - 1].origin = last.origin.lowerBound..<range.upperBound
      } else {
        runs.append(Run(start: bytes.count, origin: range, isVerbatim: true))
      }
    }
  }
}

extension UInt8 {
  /// The byte in lower case, if it is an ASCII letter.
  var loweredASCII: UInt8 {
    UInt8(ascii: "A") <= self && self <= UInt8(ascii: "Z") ? self | 0x20 : self
  }
}
