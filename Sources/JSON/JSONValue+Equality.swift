extension JSONValue: Equatable {
  /// Compares by value: members in any order, strings by code point, numbers exactly as decimals.
  ///
  /// `1`, `1.0` and `10e-1` are equal; integers that share a nearest double are not.
  package static func == (one: JSONValue, other: JSONValue) -> Bool {
    if one.document === other.document, one.index == other.index { return true }
    return JSONComparison(one: one.document.storage, other: other.document.storage)
      .areEqual(one.index, other.index)
  }
}

/// Compares values of two documents.
private struct JSONComparison {
  let one: JSONStorage
  let other: JSONStorage

  func areEqual(_ left: Int, _ right: Int) -> Bool {
    let (first, second) = (one.tokens[left], other.tokens[right])
    guard first.kind == second.kind, first.count == second.count else { return false }
    switch first.kind {
    case .null, .false, .true: return true
    case .number: return areEqualNumbers(first, second)
    case .string: return areEqualStrings(first, second)
    case .array: return areEqualArrays(left, right)
    case .object: return areEqualObjects(left, right)
    }
  }

  private func areEqualNumbers(_ first: JSONToken, _ second: JSONToken) -> Bool {
    let (firstRange, secondRange) = (first.start..<first.end, second.start..<second.end)
    if one.bytes[firstRange] == other.bytes[secondRange] { return true }
    let left = DecimalText(firstRange, in: one.bytes.span)
    let right = DecimalText(secondRange, in: other.bytes.span)
    if left.isZero || right.isZero { return left.isZero && right.isZero }
    // Exponents past this point are not told apart, so that only the same text is sure to be equal.
    guard left.isNegative == right.isNegative, left.count == right.count,
      left.exponent == right.exponent, abs(left.exponent) < DecimalText.farthest / 2
    else { return false }
    let point = UInt8(ascii: ".")
    return one.bytes[left.digits].lazy.filter { $0 != point }
      .elementsEqual(other.bytes[right.digits].lazy.filter { $0 != point })
  }

  private func areEqualStrings(_ first: JSONToken, _ second: JSONToken) -> Bool {
    if first.isPlain, second.isPlain {
      return one.bytes[first.content] == other.bytes[second.content]
    }
    var (left, right) = (JSONTextReader(first.content), JSONTextReader(second.content))
    while true {
      let (byte, counterpart) = (left.next(in: one.bytes.span), right.next(in: other.bytes.span))
      if byte != counterpart { return false }
      if byte == nil { return true }
    }
  }

  private func areEqualArrays(_ left: Int, _ right: Int) -> Bool {
    let end = one.tokens[left].next
    var (left, right) = (left + 1, right + 1)
    while left < end {
      guard areEqual(left, right) else { return false }
      left = one.tokens[left].next
      right = other.tokens[right].next
    }
    return true
  }

  /// Compares members in step where the keys stand in the same order, as one sender writes them.
  ///
  /// INVARIANT: values are compared once, after all keys: else nested objects would double the work
  /// at each level.
  private func areEqualObjects(_ left: Int, _ right: Int) -> Bool {
    guard haveSameKeysInOrder(left, right) else { return areEqualOnceSorted(left, right) }
    let end = one.tokens[left].next
    var (leftKey, rightKey) = (left + 1, right + 1)
    while leftKey < end {
      guard areEqual(leftKey + 1, rightKey + 1) else { return false }
      leftKey = one.tokens[leftKey + 1].next
      rightKey = other.tokens[rightKey + 1].next
    }
    return true
  }

  private func haveSameKeysInOrder(_ left: Int, _ right: Int) -> Bool {
    let end = one.tokens[left].next
    var (leftKey, rightKey) = (left + 1, right + 1)
    while leftKey < end {
      guard areEqualStrings(one.tokens[leftKey], other.tokens[rightKey]) else { return false }
      leftKey = one.tokens[leftKey + 1].next
      rightKey = other.tokens[rightKey + 1].next
    }
    return true
  }

  /// Pairs the members by sorting both sides, so that large hostile objects cost n log n.
  private func areEqualOnceSorted(_ left: Int, _ right: Int) -> Bool {
    let pairs = zip(one.keys.sorted(in: left), other.keys.sorted(in: right))
    for (leftKey, rightKey) in pairs {
      guard areEqualStrings(one.tokens[leftKey], other.tokens[rightKey]) else { return false }
    }
    return pairs.allSatisfy { areEqual($0 + 1, $1 + 1) }
  }
}
