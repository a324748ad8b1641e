import ShellSyntax

/// Walks a whole tree and checks that nodes stand within the text and within their parents.
///
/// The walk ends although trees could share nodes: it counts its steps against the length of the text.
struct TreeCheck {
  let script: ShellScript

  func check() {
    precondition(script.sourceCount <= script.text.count, "the source is longer than the text")
    for list in script.lists { checkList(list) }
    for pipeline in script.pipelines {
      inside(pipeline.range, script.commands[pipeline.commands].map(\.range), "command")
    }
    for command in script.commands { checkCommand(command) }
    for word in script.words { checkWord(word) }
    for part in script.parts { checkPart(part) }
    for assignment in script.assignments {
      if assignment.name.upperBound <= assignment.range.upperBound {
        inside(assignment.range, [assignment.name], "name")
      }
      if case .word(let value) = assignment.value { checkWord(value) }
    }
    for expansion in script.parameters { checkParameter(expansion) }
    for document in script.hereDocuments { checkWord(document.body) }
  }

  private func checkList(_ list: ShellScript.AndOrList) {
    let pipelines = script.pipelines[list.pipelines]
    precondition(!pipelines.isEmpty, "a list of nothing")
    precondition(pipelines.first?.connection == .first, "a first pipeline that is connected")
    precondition(
      pipelines.dropFirst().allSatisfy { $0.connection != .first }, "two first pipelines")
    inside(list.range, pipelines.map(\.range), "pipeline")
    let source = script.sourceRange(of: list.range)
    precondition(source.upperBound <= script.sourceCount, "a list from nowhere")
  }

  private func checkCommand(_ command: ShellScript.Command) {
    inside(command.range, script.redirections[command.redirections].map(\.range), "redirection")
    switch command.kind {
    case .simple(let assignments, let words):
      inside(command.range, script.words[words].map(\.range), "word")
      inside(command.range, script.assignments[assignments].map(\.range), "assignment")
      precondition(
        !words.isEmpty || !assignments.isEmpty || !command.redirections.isEmpty,
        "a command of nothing")
    case .group(let body), .subshell(let body):
      precondition(!body.isEmpty, "a group of nothing")
      inside(command.range, script.lists[body].map(\.range), "list")
    case .function(let name, let body):
      inside(command.range, [name.range, script.commands[body].range], "body")
    case .choice(let subject, let items):
      inside(command.range, [subject.range] + script.caseItems[items].map(\.range), "item")
    case .arithmetic(let expression): inside(command.range, [expression.range], "expression")
    default: break
    }
  }

  private func checkWord(_ word: ShellScript.Word) {
    inside(word.range, script.parts[word.parts].map(\.range), "part")
    let source = script.sourceRange(of: word.range)
    precondition(source.upperBound <= script.sourceCount, "a word from nowhere")
    guard word.isConstant else { return }
    for part in script.parts[word.parts] {
      switch part.kind {
      case .parameter, .arithmetic, .substitution, .backquoted, .process, .malformed, .tilde,
        .array:
        preconditionFailure("a constant word changes")
      default: break
      }
    }
  }

  private func checkPart(_ part: ShellScript.WordPart) {
    switch part.kind {
    case .doubleQuoted(let inner, _):
      inside(part.range, script.parts[inner].map(\.range), "quoted part")
    case .parameter(let place):
      precondition(script.parameters[place].range == part.range, "a parameter elsewhere")
    case .substitution(let body), .process(let body, _):
      inside(part.range, script.lists[body].map(\.range), "list")
    case .arithmetic(let expression):
      inside(part.range, [expression.range], "expression")
      inside(expression.range, script.parts[expression.parts].map(\.range), "part")
    case .ansiQuoted:
      precondition(script.ansiText(of: part).count <= part.range.count * 2, "text out of nothing")
    case .literal: precondition(!part.range.isEmpty, "a literal of nothing")
    default: break
    }
  }

  private func checkParameter(_ expansion: ShellScript.ParameterExpansion) {
    precondition(!expansion.name.isEmpty, "a parameter without a name")
    switch expansion.operation {
    case .useDefault(let word, _), .assignDefault(let word, _), .refuseUnset(let word, _),
      .useAlternative(let word, _), .removePrefix(let word, _), .removeSuffix(let word, _),
      .changeCase(_, let word, _):
      inside(expansion.range, [word.range], "operand")
      checkWord(word)
    case .replace(let pattern, let text, _):
      inside(expansion.range, [pattern.range] + (text.map { [$0.range] } ?? []), "operand")
    default: break
    }
  }

  /// Checks that children stand in order, apart from each other, within their parent.
  private func inside(_ parent: ByteRange, _ children: [ByteRange], _ name: String) {
    precondition(parent.upperBound <= script.text.count, "a node behind the text")
    for child in children {
      precondition(
        child.start >= parent.start && child.end <= parent.end, "a \(name) outside its parent")
    }
  }
}
