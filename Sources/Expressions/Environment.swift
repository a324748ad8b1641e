/// What expressions may refer to: variables, functions and the host's types, beside the standard ones.
package struct Environment: Sendable {
  /// How the language differs from its definition for this host.
  package struct Options: Sendable {
    /// Adds overloads of `+ - * /`, ordering and equality for two different number types; comparisons stay exact.
    package var mixedNumbers = false
    /// Makes a program with a literal that can never be read (a pattern, duration, timestamp, time zone) an error.
    package var checksLiterals = false
    /// Rejects programs whose types do not fit; without, only the evaluation finds out.
    package var checksTypes = true

    package init() {}
  }

  package let options: Options
  package let limits: ExpressionLimits
  let operators: OperatorSignatures
  private(set) var variables: [String: (slot: Int, type: ExpressionType)] = [:]
  private(set) var types: [String: OpaqueType] = [:]
  private(set) var functions: [String: [Function]] = [:]

  /// Starts with the functions of the standard and of the extension libraries, and no variables.
  package init(
    options: Options = Options(), timeZones: TimeZoneDatabase = .fixedOffsetsOnly,
    limits: ExpressionLimits = .standard
  ) {
    self.options = options
    self.limits = limits
    operators = OperatorSignatures(mixedNumbers: options.mixedNumbers)
    for function in StandardLibrary.functions(timeZones: timeZones) { declare(function) }
    for function in ExtensionLibraries.functions { declare(function) }
    for type in NetworkExtensions.types { declare(type: type, fields: []) }
  }

  /// Declares a variable, whose name may be dotted (`a.b`), and returns its slot: 0 for the first, and so on.
  @discardableResult
  package mutating func declare(variable name: String, _ type: ExpressionType) -> Int {
    if let known = variables[name] {
      variables[name] = (known.slot, type)
      return known.slot
    }
    let slot = variables.count
    variables[name] = (slot, type)
    return slot
  }

  /// Declares a type of opaque values; a field's position here is the index that `OpaqueValue.field` is given.
  package mutating func declare(type name: String, fields: [(String, ExpressionType)]) {
    types[name] = OpaqueType(name: name, fields: fields)
  }

  /// Adds an overload; where several fit a call, the latest declared wins.
  package mutating func declare(_ function: Function) {
    functions[function.name, default: []].insert(function, at: 0)
  }
}

/// A type declared by the host, with the fields that expressions may read.
struct OpaqueType: Sendable {
  let name: String
  let fields: [(name: String, type: ExpressionType)]

  func field(named name: String) -> (index: Int, type: ExpressionType)? {
    guard let index = fields.firstIndex(where: { $0.name == name }) else { return nil }
    return (index, fields[index].type)
  }

  init(name: String, fields: [(String, ExpressionType)]) {
    self.name = name
    self.fields = fields.map { (name: $0.0, type: $0.1) }
  }
}
