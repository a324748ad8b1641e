import Expressions

/// What conditions may refer to: the facts of a decision and the functions over them.
enum PolicyEnvironment {
  /// Makes the environment of one set of policies, whose counters are entered into the catalogue.
  static func make(timeZones: TimeZoneDatabase, counters: CounterCatalogue) -> Environment {
    var options = Environment.Options()
    options.mixedNumbers = true
    options.checksLiterals = true
    var environment = Environment(options: options, timeZones: timeZones)
    environment.declare(type: "target", fields: TargetValue.Field.declarations)
    environment.declare(type: "directories", fields: [])
    environment.declare(type: "finding", fields: FindingValue.Field.declarations)
    for scope in CounterScopeValue.Scope.allCases {
      environment.declare(type: "\(scope.rawValue) counters", fields: [])
    }
    for fact in Fact.allCases { environment.declare(variable: fact.name, fact.type) }
    for function in TargetFunctions.all { environment.declare(function) }
    for function in TextFunctions.all { environment.declare(function) }
    for function in TimeFunctions.all(timeZones) { environment.declare(function) }
    for function in CounterFunctions.all(counters) { environment.declare(function) }
    return environment
  }
}
