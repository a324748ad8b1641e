import ShellSyntax

/// Writes a tree as one line that says everything but where things stand.
///
/// Two scripts that mean the same have the same line: backquotes are written as `$(…)`, joined lines
/// are gone, arithmetic is in prefix form.
struct TreeDump {
  let script: ShellScript

  static func text(of script: ShellScript) -> String {
    TreeDump(script: script).list(script.body)
  }

  // MARK: Commands

  func list(_ run: ShellScript.CommandList) -> String {
    script.lists[run].map { list in
      script.pipelines[list.pipelines].map(pipeline).joined(separator: " ")
        + (list.isBackground ? " &" : "")
    }.joined(separator: "; ")
  }

  private func pipeline(_ pipeline: ShellScript.Pipeline) -> String {
    let connection =
      switch pipeline.connection {
      case .first: ""
      case .and: "&& "
      case .or: "|| "
      }
    let prefix = (pipeline.isTimed ? "time " : "") + (pipeline.isNegated ? "! " : "")
    var text = connection + prefix
    for (index, command) in script.commands[pipeline.commands].enumerated() {
      if index > 0 { text += " | " }
      text += self.command(command) + (command.pipesErrors ? " 2>&1" : "")
    }
    return text
  }

  private func command(_ command: ShellScript.Command) -> String {
    ([kind(command.kind)] + script.redirections[command.redirections].map(redirection))
      .filter { !$0.isEmpty }.joined(separator: " ")
  }

  private func kind(_ kind: ShellScript.Command.Kind) -> String {
    switch kind {
    case .simple(let assignments, let words):
      let parts = script.assignments[assignments].map(assignment) + self.words(words)
      return parts.joined(separator: " ")
    case .group(let body): return "{\(list(body))}"
    case .subshell(let body): return "(\(list(body)))"
    case .conditional(let branches, let otherwise):
      let texts = script.branches[branches].map { "\(list($0.condition)) then \(list($0.body))" }
      return "if[\(texts.joined(separator: " elif "))"
        + (otherwise.isEmpty ? "]" : " else \(list(otherwise))]")
    case .loop(let condition, let body, let isUntil):
      return "\(isUntil ? "until" : "while")[\(list(condition)) do \(list(body))]"
    case .forEach(let name, let words, let hasWords, let body):
      return loop("for", name, words, hasWords, body)
    case .select(let name, let words, let hasWords, let body):
      return loop("select", name, words, hasWords, body)
    case .forArithmetic(let place, let body):
      let loop = script.arithmeticLoops[place]
      let texts = [loop.start, loop.condition, loop.step].map(arithmetic)
      return "for[((\(texts.joined(separator: "; ")))) do \(list(body))]"
    case .choice(let subject, let items):
      let texts = script.caseItems[items].map(item)
      return "case[\(word(subject)) in \(texts.joined(separator: " "))]"
    case .function(let name, let body):
      return "\(word(name))() \(command(script.commands[body]))"
    case .coprocess(let name, let body):
      return "coproc[\(name.map { word($0) + " " } ?? "")\(command(script.commands[body]))]"
    case .test(let root): return "[[\(test(root))]]"
    case .arithmetic(let expression): return "((\(arithmetic(expression))))"
    }
  }

  private func loop(
    _ kind: String, _ name: ByteRange, _ words: Run<ShellScript.Word>, _ hasWords: Bool,
    _ body: ShellScript.CommandList
  ) -> String {
    let list = hasWords ? " in (\(self.words(words).joined(separator: " ")))" : ""
    return "\(kind)[\(text(name))\(list) do \(self.list(body))]"
  }

  private func item(_ item: ShellScript.CaseItem) -> String {
    let ending =
      switch item.ending {
      case .stop: ";;"
      case .fallThrough: ";&"
      case .testNext: ";;&"
      }
    return "(\(words(item.patterns).joined(separator: "|"))) \(list(item.body)) \(ending)"
  }

  private func assignment(_ assignment: ShellScript.Assignment) -> String {
    let left =
      text(assignment.name) + subscripted(assignment.subscripted)
      + (assignment.isAppend ? "+=" : "=")
    switch assignment.value {
    case .word(let word): return "<\(left)\(self.word(word))>"
    case .array(let elements): return "<\(left)\(array(elements))>"
    }
  }

  private func array(_ elements: Run<ShellScript.ArrayElement>) -> String {
    let texts = script.elements[elements].map { element in
      let left = subscripted(element.subscripted)
      return left + (left.isEmpty ? "" : element.isAppend ? "+=" : "=") + word(element.value)
    }
    return "(\(texts.joined(separator: " ")))"
  }

  private func redirection(_ redirection: ShellScript.Redirection) -> String {
    let descriptor =
      switch redirection.descriptor {
      case .standard: ""
      case .number(let number): "\(number)"
      case .variable(let name): "{\(text(name))}"
      }
    let target = word(redirection.target)
    switch redirection.operation {
    case .read: return "\(descriptor)<\(target)"
    case .write: return "\(descriptor)>\(target)"
    case .overwrite: return "\(descriptor)>|\(target)"
    case .append: return "\(descriptor)>>\(target)"
    case .readWrite: return "\(descriptor)<>\(target)"
    case .duplicateInput: return "\(descriptor)<&\(target)"
    case .duplicateOutput: return "\(descriptor)>&\(target)"
    case .writeBoth: return "&>\(target)"
    case .appendBoth: return "&>>\(target)"
    case .hereString: return "\(descriptor)<<<\(target)"
    case .hereDocument(let place):
      let document = script.hereDocuments[place]
      return "\(descriptor)<<\(document.isQuoted ? "quoted" : "")[\(word(document.body))]"
    }
  }

  // MARK: Words

  private func words(_ run: Run<ShellScript.Word>) -> [String] {
    script.words[run].map { word in
      word.assignment.map { assignment(script.assignments[$0]) } ?? self.word(word)
    }
  }

  private func word(_ word: ShellScript.Word) -> String {
    word.range.isEmpty && word.parts.isEmpty ? "" : parts(word.parts)
  }

  private func parts(_ run: Run<ShellScript.WordPart>) -> String {
    script.parts[run].map(part).joined()
  }

  private func part(_ part: ShellScript.WordPart) -> String {
    switch part.kind {
    case .literal, .escaped: return text(part.range)
    case .singleQuoted: return text(part.range)
    case .ansiQuoted: return "$'\(escape(script.ansiText(of: part)))'"
    case .doubleQuoted(let inner, let isTranslated):
      return "\(isTranslated ? "$" : "")\"\(parts(inner))\""
    case .tilde: return "<\(text(part.range))>"
    case .parameter(let place): return parameter(script.parameters[place])
    case .arithmetic(let expression): return "$((\(arithmetic(expression))))"
    case .substitution(let body), .backquoted(let body): return "$(\(list(body)))"
    case .process(let body, let isInput): return "\(isInput ? "<" : ">")(\(list(body)))"
    case .array(let elements): return array(elements)
    case .malformed: return "<malformed \(text(part.range))>"
    }
  }

  private func subscripted(_ subscripted: ShellScript.Subscript?) -> String {
    switch subscripted {
    case nil: ""
    case .each: "[@]"
    case .joined: "[*]"
    case .element(let word, let number): "[\(number.map(node) ?? self.word(word))]"
    }
  }

  private func parameter(_ expansion: ShellScript.ParameterExpansion) -> String {
    let prefix =
      switch expansion.prefix {
      case .none: ""
      case .length: "#"
      case .indirect: "!"
      }
    let name = prefix + text(expansion.name) + subscripted(expansion.subscripted)
    return "${\(name)\(operation(expansion.operation))}"
  }

  private func operation(_ operation: ShellScript.ParameterExpansion.Operation) -> String {
    func alternative(_ sign: String, _ word: ShellScript.Word, _ hasColon: Bool) -> String {
      " \(hasColon ? ":" : "")\(sign) \(self.word(word))"
    }
    switch operation {
    case .none: return ""
    case .useDefault(let word, let hasColon): return alternative("-", word, hasColon)
    case .assignDefault(let word, let hasColon): return alternative("=", word, hasColon)
    case .refuseUnset(let word, let hasColon): return alternative("?", word, hasColon)
    case .useAlternative(let word, let hasColon): return alternative("+", word, hasColon)
    case .removePrefix(let word, let isLongest):
      return " \(isLongest ? "##" : "#") \(self.word(word))"
    case .removeSuffix(let word, let isLongest):
      return " \(isLongest ? "%%" : "%") \(self.word(word))"
    case .substring(let offset, let length):
      return " : \(arithmetic(offset))" + (length.map { " : \(arithmetic($0))" } ?? "")
    case .replace(let pattern, let text, let scope):
      return " \(scope) / \(word(pattern))" + (text.map { " / \(word($0))" } ?? "")
    case .changeCase(let change, let pattern, let isEvery):
      return " \(isEvery ? "every" : "first") \(change) \(word(pattern))"
    case .transform(let letter): return " @\(Character(Unicode.Scalar(letter)))"
    case .names(let isJoined): return " names\(isJoined ? "*" : "@")"
    case .keys: return " keys"
    }
  }

  // MARK: Expressions

  private func arithmetic(_ expression: ShellScript.Arithmetic) -> String {
    expression.root.map(node) ?? "text \(parts(expression.parts))"
  }

  private func node(_ place: Place<ShellScript.ArithmeticNode>) -> String {
    switch script.arithmetic[place] {
    case .number(let value, _): return "\(value)"
    case .variable(let name, let index): return text(name) + subscripted(index)
    case .expansion(let place): return part(script.parts[place])
    case .unary(let operation, let operand): return "(\(operation) \(node(operand)))"
    case .binary(let operation, let left, let right):
      return "(\(operation) \(node(left)) \(node(right)))"
    case .assign(let operation, let target, let value):
      return "(assign\(operation.map { " \($0)" } ?? "") \(node(target)) \(node(value)))"
    case .step(let by, let isPrefix, let target):
      return isPrefix ? "(step \(by) \(node(target)))" : "(\(node(target)) step \(by))"
    case .choice(let condition, let yes, let no):
      return "(choice \(node(condition)) \(node(yes)) \(node(no)))"
    }
  }

  private func test(_ place: Place<ShellScript.TestNode>) -> String {
    switch script.tests[place] {
    case .word(let word): return self.word(word)
    case .unary(let operation, let operand): return "(\(text(operation)) \(word(operand)))"
    case .binary(let operation, let left, let right):
      return "(\(text(operation)) \(word(left)) \(word(right)))"
    case .not(let inner): return "(! \(test(inner)))"
    case .and(let left, let right): return "(&& \(test(left)) \(test(right)))"
    case .or(let left, let right): return "(|| \(test(left)) \(test(right)))"
    }
  }

  // MARK: Text

  private func text(_ range: ByteRange) -> String { escape(script.text[range.range]) }

  private func escape(_ bytes: some Sequence<UInt8>) -> String {
    String(decoding: Array(bytes), as: UTF8.self)
      .replacing("\n", with: "↵").replacing("\t", with: "⇥")
  }
}
