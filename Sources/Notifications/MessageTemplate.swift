/// How an operator wants messages to read: a title and lines, with places for what a notice says.
///
/// `{tool}` is the place of a field, `{{` and `}}` are braces. The sentence that says what would happen, the arguments and the
/// link are in every message, whatever its template.
package struct MessageTemplate: Sendable, Equatable {
  /// What a notice says beside those.
  package enum Field: String, Sendable, CaseIterable {
    case tool, phase, agent, verified, via, tenant, session, rule, reason, outcome, expires
  }

  /// A text in its parts.
  struct Text: Sendable, Equatable {
    enum Part: Sendable, Equatable {
      case literal(String)
      case field(Field)
    }

    let parts: [Part]

    /// The fields that it names, in its order.
    var fields: [Field] {
      parts.compactMap { if case .field(let field) = $0 { field } else { nil } }
    }
  }

  /// One line for each field, under its name.
  package static let standard = MessageTemplate(
    title: nil,
    lines: Field.allCases.map { field in
      let label = field.rawValue.prefix(1).uppercased() + field.rawValue.dropFirst()
      return Text(parts: [.literal("\(label): "), .field(field)])
    }, length: 0)

  /// Nil for the words that say what has happened.
  let title: Text?
  let lines: [Text]
  /// How many bytes the operator wrote: a message has that much less room for arguments.
  let length: Int

  private init(title: Text?, lines: [Text], length: Int) {
    (self.title, self.lines, self.length) = (title, lines, length)
  }

  /// How long the lines may be together, in bytes.
  private static let mostBytes = 1000
  /// How long the title may be, in bytes.
  private static let mostTitleBytes = 100

  /// Reads a template; nil leaves a part as it is.
  package init(title: String?, lines: [String]?) throws(MessageTemplateError) {
    let standard = Self.standard
    if let title {
      guard title.utf8.count <= Self.mostTitleBytes else {
        throw MessageTemplateError("a title has at most \(Self.mostTitleBytes) bytes")
      }
      self.title = try Text(title)
    } else {
      self.title = nil
    }
    guard let lines else {
      (self.lines, length) = (standard.lines, 0)
      return
    }
    length = lines.reduce(0) { $0 + $1.utf8.count }
    guard length <= Self.mostBytes else {
      throw MessageTemplateError("the lines have at most \(Self.mostBytes) bytes together")
    }
    var texts: [Text] = []
    var seen: Set<Field> = []
    for line in lines {
      let text = try Text(line)
      for field in text.fields where !seen.insert(field).inserted {
        throw MessageTemplateError("`{\(field.rawValue)}` stands in the lines twice")
      }
      texts.append(text)
    }
    self.lines = texts
  }
}

/// Says why a text is no template.
package struct MessageTemplateError: Error, Equatable, CustomStringConvertible {
  package let description: String

  init(_ description: String) { self.description = description }
}

extension MessageTemplate.Text {
  /// Reads a text with places.
  fileprivate init(_ source: String) throws(MessageTemplateError) {
    var parts: [Part] = []
    var literal = ""
    var rest = source.unicodeScalars[...]
    while let scalar = rest.popFirst() {
      guard scalar.value >= 0x20 else {
        throw MessageTemplateError("a title and a line are one line each")
      }
      switch scalar {
      case "{" where rest.first == "{", "}" where rest.first == "}":
        rest.removeFirst()
        literal.unicodeScalars.append(scalar)
      case "{":
        guard let end = rest.firstIndex(of: "}") else { throw Self.brace("{") }
        if !literal.isEmpty { parts.append(.literal(literal)) }
        literal = ""
        parts.append(.field(try Self.field(String(rest[..<end]))))
        rest = rest[rest.index(after: end)...]
      case "}": throw Self.brace("}")
      default: literal.unicodeScalars.append(scalar)
      }
    }
    if !literal.isEmpty { parts.append(.literal(literal)) }
    self.init(parts: parts)
  }

  private static func brace(_ brace: String) -> MessageTemplateError {
    MessageTemplateError("a `\(brace)` that stands for itself is written twice")
  }

  private static func field(_ name: String) throws(MessageTemplateError) -> MessageTemplate.Field {
    if let field = MessageTemplate.Field(rawValue: name) { return field }
    let names = MessageTemplate.Field.allCases.map { "`{\($0.rawValue)}`" }
    throw MessageTemplateError(
      "`{\(name)}` stands for nothing: use \(names.joined(separator: ", "))")
  }
}
