extension Int {
  /// Divides by a positive divisor and rounds towards negative infinity.
  package func flooringDivided(by divisor: Int) -> Int {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? quotient - 1 : quotient
  }

  /// What `flooringDivided` leaves over: 0..<divisor.
  package func flooringRemainder(by divisor: Int) -> Int {
    let remainder = self % divisor
    return remainder < 0 ? remainder + divisor : remainder
  }
}
