import ActionModel
import ShellSyntax

/// Redirections (XCU 2.7).
extension ShellEvaluation {
  /// Where standard output goes during a command.
  private enum Sink {
    case inherited
    /// Elsewhere than whoever looks at the output.
    case away
    /// Into a file whose path is known.
    case file(String, isAppend: Bool)
  }

  /// Runs something with redirections in force.
  mutating func redirected(
    _ redirections: Run<ShellScript.Redirection>, in program: Program,
    _ body: (inout ShellEvaluation) -> Status
  ) -> Status {
    if redirections.isEmpty { return body(&self) }
    let (outerInput, outerOutput) = (input, output)
    let outerNetwork = state.networkDescriptors
    var sink = Sink.inherited
    for redirection in program.script.redirections[redirections] where !isExhausted {
      apply(redirection, in: program, to: &sink)
    }
    switch sink {
    case .inherited: break
    case .away: output = nil
    case .file: output = Stream()
    }
    keepsRedirections = false
    let status = body(&self)
    if case .file(let path, let isAppend) = sink {
      var content = output ?? .unknown
      if isAppend {
        // What the file held before is known only if the script wrote it.
        let before = content
        content = written(at: path) ?? .unknown
        content.append(before)
      }
      state.written[path] = content
    }
    if case .inherited = sink {} else { output = outerOutput }
    if keepsRedirections {
      keepsRedirections = false
    } else {
      input = outerInput
      if state.networkDescriptors != outerNetwork { state.networkDescriptors = outerNetwork }
    }
    return status
  }

  private mutating func apply(
    _ redirection: ShellScript.Redirection, in program: Program, to sink: inout Sink
  ) {
    let bytes = program.evidence(redirection.target.range)
    if case .variable(let name) = redirection.descriptor {
      assign(program.text(name), Variable(.segment), at: bytes)
    }
    switch redirection.operation {
    case .hereDocument(let place):
      let document = program.script.hereDocuments[place]
      carriesData = false
      var builder = FieldBuilder()
      expand(document.body.parts, in: program, isQuoted: true, into: &builder)
      flow(bounded(builder.joined()), into: redirection)
    case .hereString:
      carriesData = false
      var text = expandText(redirection.target, in: program)
      text.append("\n")
      flow(text, into: redirection)
    case .read:
      guard let word = target(redirection, in: program) else { return }
      open(word, .reads, redirection, to: &sink)
    case .readWrite:
      guard let word = target(redirection, in: program) else { return }
      open(word, .reads, redirection, to: &sink)
      open(word, .writes, redirection, to: &sink)
    case .write, .overwrite, .append, .writeBoth, .appendBoth:
      guard let word = target(redirection, in: program) else { return }
      open(word, .writes, redirection, to: &sink)
    case .duplicateInput:
      duplicate(expandText(redirection.target, in: program), redirection, at: bytes, to: &sink)
    case .duplicateOutput:
      let text = expandText(redirection.target, in: program)
      if isDescriptor(text) {
        duplicate(text, redirection, at: bytes, to: &sink)
      } else {
        open(text.word(at: bytes), .writes, redirection, to: &sink)
      }
    }
  }

  /// Has a text flow into the command.
  private mutating func flow(_ text: PartialText, into redirection: ShellScript.Redirection) {
    var stream = Stream()
    stream.append(text)
    if number(of: redirection) == 0 { input = Input(stream, carriesData: carriesData) }
  }

  /// The word that a target becomes; more than one is an error of the shell.
  private mutating func target(_ redirection: ShellScript.Redirection, in program: Program) -> Word?
  {
    var words: [Word] = []
    expand(redirection.target, in: program, into: &words)
    return words.first
  }

  private func number(of redirection: ShellScript.Redirection) -> Int32 {
    switch redirection.descriptor {
    case .number(let number): return number
    case .variable: return -1
    case .standard:
      switch redirection.operation {
      case .read, .readWrite, .duplicateInput, .hereDocument, .hereString: return 0
      default: return 1
      }
    }
  }

  /// Whether a text names a descriptor: `1`, `3-`, `-`, or a number that is not known.
  private func isDescriptor(_ text: PartialText) -> Bool {
    guard let known = text.constant else {
      return text.parts.allSatisfy { if case .segment = $0 { true } else { false } }
    }
    return !known.isEmpty && known.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == 0x2D }
  }

  private mutating func duplicate(
    _ text: PartialText, _ redirection: ShellScript.Redirection, at bytes: Range<Int>,
    to sink: inout Sink
  ) {
    let number = number(of: redirection)
    let dash = UInt8(ascii: "-")
    let source = text.constant.flatMap {
      Int32(String(decoding: $0.utf8.filter { $0 != dash }, as: UTF8.self))
    }
    let networkDescriptors = state.networkDescriptors
    if let source, let network = networkDescriptors[source] {
      state.networkDescriptors[number] = network
      switch number {
      case 0: input = Input(.unknown)
      case 1:
        reach(.sends, network, at: bytes)
        sink = .away
      default: break
      }
      return
    }
    if number == 1, source != 1 { sink = .away }
    if number == 0, source != 0, text.constant != "-" { input = Input(.unknown) }
  }

  private mutating func open(
    _ word: Word, _ kind: Effect.Kind, _ redirection: ShellScript.Redirection, to sink: inout Sink
  ) {
    let number = number(of: redirection)
    let writes = kind == .writes
    if word.knownPrefix.hasPrefix("/dev/tcp/") || word.knownPrefix.hasPrefix("/dev/udp/") {
      openNetwork(word, writes: writes, number)
      if writes, number == 1 { sink = .away }
      return
    }
    if let text = word.constant, let special = SpecialPath(text) {
      switch special {
      case .harmless:
        if writes, number == 1 { sink = .away }
        if !writes, number == 0 { input = Input(text == "/dev/null" ? Stream() : .unknown) }
        return
      case .descriptor(let source) where written(at: text) == nil:
        duplicate(PartialText(String(source)), redirection, at: word.bytes, to: &sink)
        return
      default: break
      }
    }
    let path = path(of: PartialText(word))
    if writes {
      touch(.writes, word)
      collector.raise(to: .recoverable)
      guard number == 1 else { return }
      var isAppend = false
      switch redirection.operation {
      case .append, .appendBoth, .readWrite: isAppend = true
      default: break
      }
      sink = path.map { .file($0, isAppend: isAppend) } ?? .away
      return
    }
    if let path, let content = written(at: path) {
      if !path.hasPrefix("/dev/fd/") { touch(.reads, word) }
      if number == 0 { input = Input(content, carriesData: true) }
      return
    }
    touch(.reads, word)
    if number == 0 { input = Input(.unknown, carriesData: true) }
  }

  /// Opens `/dev/tcp/HOST/PORT`.
  private mutating func openNetwork(_ word: Word, writes: Bool, _ number: Int32) {
    var target = TargetSet.unknown
    if let text = word.constant, case .network(let host, let port)? = SpecialPath(text) {
      target = self.host(Word(String(host), bytes: word.bytes), scheme: nil, port: UInt16(port))
    }
    reach(.connects, target, at: word.bytes)
    state.networkDescriptors[number] = target
    if writes { reach(.sends, target, at: word.bytes) }
    if number == 0 { input = Input(.unknown) }
  }

  /// What a redirection reads from a file, for `$(<file)`.
  mutating func readFile(_ redirection: ShellScript.Redirection, in program: Program) -> Stream {
    let outer = input
    defer { input = outer }
    var sink = Sink.inherited
    apply(redirection, in: program, to: &sink)
    return input.isPresent ? input.stream : .unknown
  }
}
