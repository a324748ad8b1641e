extension Word {
  /// The parts of a word or text in order: no two texts beside each other, no empty text, and no part at all where all is empty.
  ///
  /// By far the most are one text, which is kept without an array around it.
  struct Parts: Hashable {
    // INVARIANT: a text alone is always `text`, so that equal parts are kept alike.
    private enum Storage: Hashable {
      case text(String)
      case others([Part])
    }

    private var storage: Storage
    /// What is known in part has no more parts mostly.
    private static let usualCount = 4

    init(_ text: String) { storage = text.isEmpty ? .others([]) : .text(text) }

    init(_ parts: some Sequence<Part>) { self.init(Array(parts)) }

    init(_ parts: [Part]) {
      if parts.count == 1, case .text(let text) = parts[0] {
        storage = .text(text)
      } else {
        storage = .others(parts)
      }
    }

    /// The text, if all of it is known.
    var constant: String? {
      switch storage {
      case .text(let text): text
      case .others(let parts): parts.isEmpty ? "" : nil
      }
    }

    /// Whether they begin with that text.
    func begin(with prefix: String) -> Bool {
      switch storage {
      case .text(let text): text.utf8.starts(with: prefix.utf8)
      case .others(let parts):
        if case .text(let text)? = parts.first {
          text.utf8.starts(with: prefix.utf8)
        } else {
          false
        }
      }
    }

    /// The first byte of what they begin with, where that is known text.
    var firstByte: UInt8? {
      switch storage {
      case .text(let text): text.utf8.first
      case .others(let parts):
        if case .text(let text)? = parts.first { text.utf8.first } else { nil }
      }
    }

    /// How many bytes are known of it, in UTF-8.
    var knownCount: Int {
      switch storage {
      case .text(let text): text.utf8.count
      case .others(let parts):
        parts.reduce(0) { count, part in
          if case .text(let text) = part { count + text.utf8.count } else { count }
        }
      }
    }

    /// The same for equal parts, and seldom for others: for what is compared with a few only.
    var shortHash: UInt32 {
      switch storage {
      case .text(let text): return CommandNames.hash(text.utf8.span)
      case .others(let parts):
        var hash = UInt32(truncatingIfNeeded: parts.count)
        for case .text(let text) in parts { hash = hash &* 31 ^ CommandNames.hash(text.utf8.span) }
        return hash
      }
    }

    /// Adds known text.
    mutating func append(_ text: String) {
      if text.isEmpty { return }
      switch storage {
      case .text(let before): storage = .text(before + text)
      case .others(var parts):
        if parts.isEmpty {
          storage = .text(text)
          return
        }
        storage = .others([])
        if case .text(let last)? = parts.last {
          parts[parts.count - 1] = .text(last + text)
        } else {
          parts.append(.text(text))
        }
        storage = .others(parts)
      }
    }

    /// Adds a part; what may be anything already is nothing else with more of it.
    mutating func append(_ part: Part) {
      if case .text(let text) = part { return append(text) }
      if part == .anything, last == .anything { return }
      switch storage {
      case .text(let before):
        var parts: [Part] = []
        parts.reserveCapacity(Self.usualCount)
        parts.append(.text(before))
        parts.append(part)
        storage = .others(parts)
      case .others(var parts):
        storage = .others([])
        if parts.capacity == 0 { parts.reserveCapacity(Self.usualCount) }
        parts.append(part)
        storage = .others(parts)
      }
    }
  }
}

extension Word.Parts: RandomAccessCollection {
  var startIndex: Int { 0 }

  var endIndex: Int {
    switch storage {
    case .text: 1
    case .others(let parts): parts.count
    }
  }

  subscript(index: Int) -> Word.Part {
    switch storage {
    case .text(let text):
      precondition(index == 0, "a text alone is one part")
      return .text(text)
    case .others(let parts): return parts[index]
    }
  }
}

extension Word.Parts: ExpressibleByArrayLiteral {
  init(arrayLiteral parts: Word.Part...) { self.init(parts) }
}
