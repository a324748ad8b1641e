import ShellSyntax

/// What an expansion does to a value: cuts it, replaces in it, changes its letters.
enum TextEdit {
  case cutPrefix(ShellPattern, isLongest: Bool)
  case cutSuffix(ShellPattern, isLongest: Bool)
  case substring(Int64, length: Int64?)
  case replace(ShellPattern, with: String, ShellScript.ParameterExpansion.Scope)
  case changeCase(ShellScript.ParameterExpansion.Case, ShellPattern?, isEvery: Bool)
  case quote
  case nothing
  /// What it does is not known; where it is known to be harmless to slashes, within a component.
  case unknown

  /// The most steps, text by pattern, of one edit.
  private static let limit = 1 << 18

  /// Reads an operation, expanding its words.
  init(
    _ operation: ShellScript.ParameterExpansion.Operation, in program: Program,
    by evaluation: inout ShellEvaluation
  ) {
    self = .unknown
    switch operation {
    case .removePrefix(let word, let isLongest):
      if let pattern = ShellPattern(evaluation.expandPattern(word, in: program)) {
        self = .cutPrefix(pattern, isLongest: isLongest)
      }
    case .removeSuffix(let word, let isLongest):
      if let pattern = ShellPattern(evaluation.expandPattern(word, in: program)) {
        self = .cutSuffix(pattern.reversed, isLongest: isLongest)
      }
    case .substring(let offset, let length):
      guard let offset = evaluation.evaluate(offset, in: program) else { return }
      var count: Int64?
      if let length {
        guard let known = evaluation.evaluate(length, in: program) else { return }
        count = known
      }
      self = .substring(offset, length: count)
    case .replace(let pattern, let word, let scope):
      let pieces = evaluation.expandPattern(pattern, in: program)
      let text = word.map { evaluation.expandText($0, in: program) } ?? PartialText()
      // Newer versions of bash put what was found in the place of `&`.
      if let pattern = ShellPattern(pieces), let text = text.constant,
        !text.utf8.contains(UInt8(ascii: "&"))
      {
        self = .replace(pattern, with: text, scope)
      }
    case .changeCase(let change, let word, let isEvery):
      let pieces = evaluation.expandPattern(word, in: program)
      if pieces.isEmpty {
        self = .changeCase(change, nil, isEvery: isEvery)
      } else if let pattern = ShellPattern(pieces) {
        self = .changeCase(change, pattern, isEvery: isEvery)
      }
    case .transform(let letter):
      switch letter {
      case UInt8(ascii: "Q"): self = .quote
      case UInt8(ascii: "U"): self = .changeCase(.upper, nil, isEvery: true)
      case UInt8(ascii: "u"): self = .changeCase(.upper, nil, isEvery: false)
      case UInt8(ascii: "L"): self = .changeCase(.lower, nil, isEvery: true)
      default: break
      }
    case .none, .useDefault, .assignDefault, .refuseUnset, .useAlternative, .names, .keys:
      self = .nothing
    }
  }

  func apply(to text: PartialText) -> PartialText {
    if case .nothing = self { return text }
    if text.isEmpty { if case .quote = self { return PartialText("''") } else { return text } }
    guard let known = text.constant else { return applyInPart(to: text) }
    let scalars = Array(known.unicodeScalars)
    switch self {
    case .nothing: return text
    case .unknown: return .anything
    case .cutPrefix(let pattern, let isLongest):
      guard let length = pattern.prefixLength(of: scalars[...], isLongest: isLongest) else {
        return text
      }
      return PartialText(TextEdit.string(scalars[length...]))
    case .cutSuffix(let pattern, let isLongest):
      let backwards = Array(scalars.reversed())
      guard let length = pattern.prefixLength(of: backwards[...], isLongest: isLongest) else {
        return text
      }
      return PartialText(TextEdit.string(scalars[..<(scalars.count - length)]))
    case .substring(let offset, let length):
      guard let range = TextEdit.range(offset, length, of: scalars.count) else {
        return PartialText()
      }
      return PartialText(TextEdit.string(scalars[range]))
    case .replace(let pattern, let replacement, let scope):
      return replace(pattern, replacement, scope, in: scalars)
    case .changeCase(let change, let pattern, let isEvery):
      var result = String.UnicodeScalarView()
      for (index, scalar) in scalars.enumerated() {
        if (index == 0 || isEvery) && pattern?.matches([scalar]) != false {
          result.append(contentsOf: TextEdit.changed(scalar, change).unicodeScalars)
        } else {
          result.append(scalar)
        }
      }
      return PartialText(String(result))
    case .quote: return PartialText(Quoting.inSingleQuotes(known))
    }
  }

  /// What can be told of a value that is known in part: its beginning.
  private func applyInPart(to text: PartialText) -> PartialText {
    switch self {
    case .nothing: return text
    case .substring(let offset, let length?):
      guard case .text(let known)? = text.parts.first, offset >= 0, length >= 0 else { break }
      let scalars = Array(known.unicodeScalars)
      let count = Int64(scalars.count)
      guard offset <= count, length <= count - offset else { break }
      return PartialText(TextEdit.string(scalars[Int(offset)..<Int(offset + length)]))
    case .cutPrefix(let pattern, _) where pattern.isLiteral:
      guard case .text(let known)? = text.parts.first else { break }
      let scalars = Array(known.unicodeScalars)
      guard scalars.count >= pattern.elements.count else { break }
      guard let length = pattern.prefixLength(of: scalars[...], isLongest: true) else {
        return text
      }
      var result = PartialText(TextEdit.string(scalars[length...]))
      for part in text.parts.dropFirst() { result.append(part: part) }
      return result
    default: break
    }
    return PartialText.sum([text])
  }

  private func replace(
    _ pattern: ShellPattern, _ replacement: String, _ scope: ShellScript.ParameterExpansion.Scope,
    in text: [UnicodeScalar]
  ) -> PartialText {
    if pattern.elements.isEmpty {
      switch scope {
      case .atStart: return PartialText(replacement + TextEdit.string(text[...]))
      case .atEnd: return PartialText(TextEdit.string(text[...]) + replacement)
      case .first, .every: return PartialText(TextEdit.string(text[...]))
      }
    }
    guard
      text.count * (pattern.isLiteral ? 1 : text.count * pattern.elements.count) <= TextEdit.limit
    else { return .anything }
    var result = String.UnicodeScalarView()
    var index = 0
    while index < text.count {
      let isAllowed = scope != .atStart || index == 0
      if isAllowed, let length = pattern.prefixLength(of: text[index...], isLongest: true),
        length > 0, scope != .atEnd || index + length == text.count
      {
        result.append(contentsOf: replacement.unicodeScalars)
        index += length
        if scope == .every { continue }
        break
      }
      result.append(text[index])
      index += 1
    }
    result.append(contentsOf: text[index...])
    let string = String(result)
    return string.utf8.count > EvaluationLimits.wordLength ? .anything : PartialText(string)
  }

  /// The range that `:offset:length` means in something of a length; nil where it is nothing.
  static func range(_ offset: Int64, _ length: Int64?, of count: Int) -> Range<Int>? {
    let total = Int64(count)
    let start = offset < 0 ? total + offset : offset
    guard start >= 0, start <= total else { return nil }
    guard let length else { return Int(start)..<count }
    let end = length < 0 ? total + length : start + min(length, total - start)
    guard end >= start else { return nil }
    return Int(start)..<Int(end)
  }

  private static func changed(
    _ scalar: UnicodeScalar, _ change: ShellScript.ParameterExpansion.Case
  )
    -> String
  {
    switch change {
    case .upper: scalar.properties.uppercaseMapping
    case .lower: scalar.properties.lowercaseMapping
    case .toggled:
      scalar.properties.isUppercase
        ? scalar.properties.lowercaseMapping : scalar.properties.uppercaseMapping
    }
  }

  private static func string(_ scalars: ArraySlice<UnicodeScalar>) -> String {
    String(String.UnicodeScalarView(scalars))
  }
}
