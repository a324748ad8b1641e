import ActionModel

/// The roles of words: `reads`, `writes/`, `connects@ssh:22`, `code:awk`, `loads(Makefile)`.
extension CommandTableParser {
  /// Reads a role that will lie at that index of the table's roles; nil after a fault.
  mutating func readRole(_ token: Range<Int>, block: Int, at index: Int?) -> CommandRole? {
    var role = CommandRole(form: .nothing, kind: .unknown)
    var end = token.upperBound
    if let open = indexOf(UInt8(ascii: "("), token) {
      guard table.text[end - 1] == UInt8(ascii: ")") else {
        fail("`\(string(token))` lacks a parenthesis", "write `ROLE(TARGET)` without blanks")
        return nil
      }
      let inside = open + 1..<end - 1
      end = open
      if equals(token.lowerBound..<end, "keys") {
        if let index { blocks[block].wantedKeys.append((index, inside, line)) }
        role.form = .keys(0)
        return role
      }
      role.constant = inside.isEmpty ? CommandRole.unknownTarget : word(inside)
    }
    let text = token.lowerBound..<end
    guard let form = readForm(text, kind: &role.kind) else {
      fail("`\(string(token))` is no role", "use one of those that docs/commands.md lists")
      return nil
    }
    role.form = form
    if form == .listed { role.kind = .reads }
    return role
  }

  private mutating func readForm(
    _ text: Range<Int>, kind: inout Effect.Kind
  ) -> CommandRole.Form? {
    if equals(text, "-") { return .nothing }
    let lead = text.isEmpty ? 0 : table.text[text.lowerBound]
    if lead == UInt8(ascii: "%") {
      return space(text.lowerBound + 1..<text.upperBound) == nil ? nil : .nothing
    }
    if lead == UInt8(ascii: "@") {
      guard let found = readKind(text.lowerBound + 1..<text.upperBound) else { return nil }
      kind = found
      return .marked
    }
    var end = text.lowerBound
    while end < text.upperBound, UInt8(ascii: "a")...UInt8(ascii: "z") ~= table.text[end] {
      end += 1
    }
    let verb = text.lowerBound..<end
    let rest = end..<text.upperBound
    guard let found = readKind(verb) else { return readOther(text, verb: verb, rest: rest) }
    kind = found
    guard !rest.isEmpty else { return .path }
    let detail = rest.lowerBound + 1..<rest.upperBound
    switch table.text[rest.lowerBound] {
    case UInt8(ascii: "/"): return detail.isEmpty ? .tree : equals(detail, "list") ? .list : nil
    case UInt8(ascii: "@"): return readHost(detail)
    case UInt8(ascii: "%"): return readName(detail)
    default: return nil
    }
  }

  private func readKind(_ text: Range<Int>) -> Effect.Kind? {
    if equals(text, "reads") { return .reads }
    if equals(text, "writes") { return .writes }
    if equals(text, "deletes") { return .deletes }
    if equals(text, "executes") { return .executes }
    if equals(text, "loads") { return .loads }
    if equals(text, "connects") { return .connects }
    if equals(text, "listens") { return .listens }
    if equals(text, "sends") { return .sends }
    if equals(text, "permits") { return .changesPermissions }
    if equals(text, "escalates") { return .escalates }
    if equals(text, "spends") { return .spends }
    return nil
  }

  /// Reads what follows `@`: nothing, `:PORT` or `SCHEME:PORT`.
  private mutating func readHost(_ text: Range<Int>) -> CommandRole.Form? {
    guard let colon = indexOf(UInt8(ascii: ":"), text) else {
      return .host(scheme: text.isEmpty ? -1 : Int16(clamping: word(text)), port: 0)
    }
    guard let port = UInt16(string(colon + 1..<text.upperBound)) else { return nil }
    let scheme = text.lowerBound..<colon
    return .host(scheme: scheme.isEmpty ? -1 : Int16(clamping: word(scheme)), port: port)
  }

  /// Reads what follows `%`: a space of names, or `package@HOST`.
  private mutating func readName(_ text: Range<Int>) -> CommandRole.Form? {
    if let at = indexOf(UInt8(ascii: "@"), text), equals(text.lowerBound..<at, "package") {
      return .package(forge: Int16(clamping: word(at + 1..<text.upperBound)))
    }
    return space(text).map { $0 == .package ? .package(forge: -1) : .name($0) }
  }

  private func space(_ text: Range<Int>) -> NamedTarget.Space? {
    NamedTarget.Space(rawValue: string(text))
  }

  private mutating func readOther(
    _ text: Range<Int>, verb: Range<Int>, rest: Range<Int>
  ) -> CommandRole.Form? {
    if equals(verb, "code"), rest.count > 1 {
      return .code(language: Int16(clamping: word(rest.lowerBound + 1..<rest.upperBound)))
    }
    if equals(verb, "fetches") || equals(verb, "stores") {
      let reads = equals(verb, "fetches")
      if rest.isEmpty { return reads ? .fetches : .stores }
      guard let space = space(rest.lowerBound + 1..<rest.upperBound) else { return nil }
      return reads ? .fetchesInside(space) : .storesInside(space)
    }
    if equals(text, "lists") { return .listed }
    if equals(text, "removes") { return .removes }
    if equals(text, "mounts") { return .mounts }
    if equals(text, "program") { return .program }
    if equals(text, "program...") { return .programWithRest }
    if equals(text, "program+") { return .programWithMore }
    if equals(text, "command") { return .command }
    if equals(text, "command+") { return .commandWithMore }
    if equals(text, "elsewhere") { return .elsewhere }
    if equals(text, "inside") { return .inside }
    if equals(text, "shell") { return .shell }
    if equals(text, "shell...") { return .shellOfRest }
    if equals(text, "shell+") { return .shellWithArguments }
    if equals(text, "base") { return .base }
    if equals(text, "cd") { return .directory }
    if equals(text, "placeholder") { return .placeholder }
    if equals(text, "variable") { return .variable }
    if equals(text, "gap") { return .gap }
    return nil
  }
}
