/// The functions of the language definition ("List of Standard Definitions"), family by family.
enum StandardLibrary {
  static func functions(timeZones: TimeZoneDatabase) -> [Function] {
    sizes + conversions + strings + matching + clockReadings(timeZones)
  }

  /// One function of several overloads that share their code, which looks at the values itself.
  static func overloads(
    _ name: String, isReceiverStyle: Bool = false, _ signatures: [Signature],
    _ body: Function.Body, prepare: Function.Preparation? = nil
  ) -> [Function] {
    signatures.map {
      Function(
        name, isReceiverStyle: isReceiverStyle, $0.parameters, $0.result, body, prepare,
        checksArguments: false)
    }
  }

  /// Checks a literal while a program is loaded: reads it as the function would, which then does so again for its value.
  static func checkingLiteral(
    _ hint: String, _ convert: @escaping @Sendable (Value) throws(EvaluationFailure) -> Value
  ) -> Function.Preparation {
    { (literals) throws(Function.LiteralError) in
      guard let literal = literals[0], case .string = literal else { return nil }
      do throws(EvaluationFailure) {
        _ = try convert(literal)
        return nil
      } catch {
        guard case .error(let error) = error else { return nil }
        throw Function.LiteralError(argument: 0, error.message, hint: hint)
      }
    }
  }
}
