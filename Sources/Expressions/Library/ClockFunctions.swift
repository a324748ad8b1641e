import Calendar

extension StandardLibrary {
  /// `getFullYear()` and its like: parts of a timestamp in UTC or in a time zone, and of a duration.
  static func clockReadings(_ timeZones: TimeZoneDatabase) -> [Function] {
    reading("getFullYear", timeZones) { Int64($0.date.year) }
      + reading("getMonth", timeZones) { Int64($0.date.month - 1) }
      + reading("getDate", timeZones) { Int64($0.date.day) }
      + reading("getDayOfMonth", timeZones) { Int64($0.date.day - 1) }
      + reading("getDayOfWeek", timeZones) { Int64($0.date.dayOfWeek) }
      + reading("getDayOfYear", timeZones) { Int64($0.date.dayOfYear) }
      + reading(
        "getHours", timeZones, { Int64($0.secondOfDay / 3600) },
        ofDuration: { $0.components.seconds / 3600 })
      + reading(
        "getMinutes", timeZones, { Int64($0.secondOfDay / 60 % 60) },
        ofDuration: { $0.components.seconds / 60 })
      + reading(
        "getSeconds", timeZones, { Int64($0.secondOfDay % 60) },
        ofDuration: { $0.components.seconds })
      + reading(
        "getMilliseconds", timeZones, { Int64($0.nanoseconds / 1_000_000) },
        ofDuration: { $0.components.attoseconds / 1_000_000_000_000_000 })
  }

  private static func reading(
    _ name: String, _ timeZones: TimeZoneDatabase,
    _ read: @escaping @Sendable (CivilTime) -> Int64,
    ofDuration: (@Sendable (Duration) -> Int64)? = nil
  ) -> [Function] {
    let sources: [ExpressionType] = ofDuration == nil ? [.timestamp] : [.timestamp, .duration]
    let inUTC = Function.Body.unary { (value, _) throws(EvaluationFailure) in
      switch value {
      case .timestamp(let moment): return .int(read(CivilTime(moment, offset: 0)))
      case .duration(let span):
        if let ofDuration { return .int(ofDuration(span)) }
      default: break
      }
      throw .noOverload(name, value)
    }
    let inZone = Function.Body.binary { (value, zone, budget) throws(EvaluationFailure) in
      guard case .timestamp(let moment) = value, case .string(let zone) = zone else {
        throw .noOverload(name, value, zone)
      }
      // The zone's file is read again for each call with a name that is no literal.
      try budget.spend(1_000)
      guard let rules = timeZones.rules(named: zone) else {
        throw .error(.init(.invalidArgument, "no such time zone `\(zone)`"))
      }
      return .int(read(CivilTime(moment, offset: rules.offset(at: moment.seconds))))
    }
    return overloads(
      name, isReceiverStyle: true, sources.map { Signature([$0], .int) }, inUTC)
      + overloads(
        name, isReceiverStyle: true, [Signature([.timestamp, .string], .int)], inZone,
        prepare: preparation(name, timeZones, read))
  }

  /// Looks a literal time zone up once.
  private static func preparation(
    _ name: String, _ timeZones: TimeZoneDatabase, _ read: @escaping @Sendable (CivilTime) -> Int64
  ) -> Function.Preparation {
    { (literals) throws(Function.LiteralError) in
      guard case .string(let zone) = literals[1] else { return nil }
      guard let rules = timeZones.rules(named: zone) else {
        throw Function.LiteralError(
          argument: 1, "no such time zone `\(zone)`",
          hint: "write a name such as `Europe/Paris`, or an offset such as `+02:00`")
      }
      return .binary { (value, zone, _) throws(EvaluationFailure) in
        guard case .timestamp(let moment) = value else { throw .noOverload(name, value, zone) }
        return .int(read(CivilTime(moment, offset: rules.offset(at: moment.seconds))))
      }
    }
  }
}
