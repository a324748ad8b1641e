/// Reads lengths of time as people write them: whole numbers with `d`, `h`, `m`, `s` or `ms`, such as `1h30m`.
package enum SpanText {
  /// The span in nanoseconds, greater than zero; nil for other text and for spans beyond 64 bits.
  package static func nanoseconds(_ text: String) -> Int64? {
    var rest = text.utf8[...]
    var total: Int64 = 0
    while !rest.isEmpty {
      let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
      guard let number = Int64(Substring(digits)) else { return nil }
      rest.removeFirst(digits.count)
      let unit = rest.prefix { !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
      rest.removeFirst(unit.count)
      guard let factor = factor(of: Substring(unit)) else { return nil }
      let (product, tooLarge) = number.multipliedReportingOverflow(by: factor)
      let (sum, tooLong) = total.addingReportingOverflow(product)
      guard !tooLarge, !tooLong else { return nil }
      total = sum
    }
    return total > 0 ? total : nil
  }

  private static func factor(of unit: Substring) -> Int64? {
    switch unit {
    case "d": 86_400_000_000_000
    case "h": 3_600_000_000_000
    case "m": 60_000_000_000
    case "s": 1_000_000_000
    case "ms": 1_000_000
    default: nil
    }
  }
}
