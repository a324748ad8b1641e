/// The shortest decimal digits that read back as one double: ± significand × 10^exponent.
struct ShortestDecimal {
  let isNegative: Bool
  /// Without trailing zeros; 0 for zero alone.
  private(set) var significand: UInt64 = 0
  private(set) var exponent = 0

  /// Takes apart the standard library's own shortest text; the double must be finite.
  init(_ value: Double) {
    isNegative = value < 0
    var (hasPoint, written, isWritten, isBelowOne) = (false, 0, false, false)
    for letter in value.magnitude.description.utf8 {
      switch letter {
      case UInt8(ascii: "."): hasPoint = true
      case UInt8(ascii: "e"): isWritten = true
      case UInt8(ascii: "-"): isBelowOne = true
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        let digit = letter - UInt8(ascii: "0")
        if isWritten {
          written = written * 10 + Int(digit)
        } else {
          significand = significand * 10 + UInt64(digit)
          if hasPoint { exponent -= 1 }
        }
      default: break
      }
    }
    exponent += isBelowOne ? -written : written
    while significand != 0, significand.isMultiple(of: 10) {
      significand /= 10
      exponent += 1
    }
    if significand == 0 { exponent = 0 }
  }

  /// Appends the text ECMAScript gives the number (ECMA-262, Number::toString, as RFC 8785 asks).
  func write(to bytes: inout [UInt8]) {
    let digits = significand.decimalDigits
    // ECMAScript's n: the place of the decimal point, counted from the first digit.
    let point = digits.count + exponent
    if isNegative { bytes.append(UInt8(ascii: "-")) }
    switch point {
    case _ where significand == 0:
      bytes.append(UInt8(ascii: "0"))
    case digits.count...21:
      bytes.append(contentsOf: digits)
      bytes.append(contentsOf: repeatElement(UInt8(ascii: "0"), count: exponent))
    case 1...21:
      bytes.append(contentsOf: digits[..<point])
      bytes.append(UInt8(ascii: "."))
      bytes.append(contentsOf: digits[point...])
    case -5...0:
      bytes.append(contentsOf: "0.".utf8)
      bytes.append(contentsOf: repeatElement(UInt8(ascii: "0"), count: -point))
      bytes.append(contentsOf: digits)
    default:
      bytes.append(digits[0])
      if digits.count > 1 {
        bytes.append(UInt8(ascii: "."))
        bytes.append(contentsOf: digits[1...])
      }
      bytes.append(contentsOf: (point > 0 ? "e+" : "e-").utf8)
      bytes.append(contentsOf: UInt64(abs(point - 1)).decimalDigits)
    }
  }
}

extension UInt64 {
  /// The digits of the number as text.
  fileprivate var decimalDigits: [UInt8] { Array(String(self).utf8) }
}
