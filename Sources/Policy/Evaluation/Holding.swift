import Expressions

/// Whether a rule matches an action, three-valued and with errors.
enum Holding {
  case no
  case yes
  /// It depends on what is not known: the arguments of what is only listed, or what a record withholds.
  case perhaps([String])
  /// A condition could not be evaluated.
  case failed(EvaluationError)
}

extension CompiledRule {
  /// Asks the rule's conditions.
  ///
  /// An error in `unless` counts against the caller: no exception from a restraint, and none the less one from an
  /// allowance. Where `unless` holds for sure, `when` no longer matters.
  func holds(_ facts: any Activation) -> Holding {
    let when = when?.ask(facts) ?? .yes
    if case .no = when { return .no }
    guard let unless = unless?.ask(facts) else { return when }
    switch (unless, when) {
    case (.yes, _): return .no
    case (.no, _): return when
    case (.failed(let error), _) where !effect.restrains: return .failed(error)
    case (.failed(let error), .yes): return .failed(error)
    case (.failed, _): return when
    case (.perhaps, .failed) where !effect.restrains: return when
    case (.perhaps(let names), .perhaps(let more)): return .perhaps(names + more)
    case (.perhaps(let names), _): return .perhaps(names)
    }
  }
}
