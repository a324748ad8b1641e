import Expressions
import Matching

/// The functions of conditions over moments, besides the language's own `getHours()` and the like.
///
/// `now.isDuring("22:00-06:00", "Europe/Berlin")` tells whether the clocks of a time zone are within a daily window, whose
/// first minute is in and whose last is out. Both arguments are written out.
enum TimeFunctions {
  static func all(_ timeZones: TimeZoneDatabase) -> [Function] {
    [
      Function(
        "isDuring", on: .timestamp, [.string, .string], returns: .bool,
        .variadic { (_, _) throws(EvaluationFailure) in
          throw .error(.init(.noSuchOverload, "`isDuring` with computed arguments"))
        },
        prepare: { (literals) throws(Function.LiteralError) in
          guard case .string(let text)? = literals[1], case .string(let zone)? = literals[2] else {
            throw Function.LiteralError(
              argument: literals[1] == nil ? 1 : 2, "the argument is not written out")
          }
          guard let window = TimeWindow(text) else {
            throw Function.LiteralError(
              argument: 1, "`\(text)` is not a daily window of time", hint: "write \"09:00-17:30\"")
          }
          guard let rules = timeZones.rules(named: zone) else {
            throw Function.LiteralError(
              argument: 2, "no such time zone `\(zone)`",
              hint: "write a name such as \"Europe/Berlin\", or an offset such as \"+02:00\"")
          }
          return .variadic { (values, _) throws(EvaluationFailure) in
            guard case .timestamp(let moment)? = values.first else { throw .noOverload("isDuring") }
            let minute = (moment.seconds + Int64(rules.offset(at: moment.seconds))) / 60
            let ofDay = Int(minute % 1440)
            return .bool(window.contains(minute: ofDay < 0 ? ofDay + 1440 : ofDay))
          }
        })
    ]
  }
}
