import JSON

extension JSONValue {
  /// A number that counts something; nil for any other value.
  var wholeNumber: UInt64? { numberText.flatMap { UInt64($0) } }
}
