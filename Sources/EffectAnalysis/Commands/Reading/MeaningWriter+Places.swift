import ActionModel

/// Writes what is done to paths and hosts.
extension MeaningWriter {
  mutating func path(_ kind: Effect.Kind, _ word: Word, isTree: Bool) {
    if case .sends = kind { sendsFiles = true }
    if word.constant == "-" {
      // Operands of those that run their input are looked at there.
      if case .loads = kind, !takesProgram {
        reading.meanings.append(.unknown(word.bytes, why: "what flows in is loaded"))
      }
      return
    }
    if word.begins(with: "file:") {
      reading.meanings.append(.path(kind, word.dropping(5), isTree: isTree))
      return
    }
    switch kind {
    case .loads where hasScheme(word):
      reading.meanings.append(.host(.connects, word, scheme: nil, port: nil))
      reading.meanings.append(.effect(.loads, .unknown))
    // A program that takes addresses for files sends what it would write.
    case .writes where hasScheme(word):
      reading.meanings.append(.host(.sends, word, scheme: nil, port: nil))
    case .sends: reading.meanings.append(.path(.reads, word, isTree: isTree))
    default: reading.meanings.append(.path(kind, word, isTree: isTree))
    }
  }

  /// Whether the command runs what flows in where it is told to by `-`.
  private var takesProgram: Bool {
    scan.chain.contains(where: runsInput) || scan.modes.contains(where: runsInput)
  }

  mutating func host(_ kind: Effect.Kind, _ word: Word, scheme: Int16, port: UInt16) {
    if word.begins(with: "file:") || word.begins(with: "FILE:") {
      let isLong = word.begins(with: "file://") || word.begins(with: "FILE://")
      let rest = word.dropping(isLong ? 7 : 5)
      return path(
        .reads, rest.begins(with: "localhost/") ? rest.dropping(9) : rest, isTree: false)
    }
    // A path where a host is expected is a file, or a socket.
    if word.begins(with: "/") || word.begins(with: "./") || word.begins(with: "../") {
      return path(kind == .connects ? .reads : .writes, word, isTree: false)
    }
    var scheme = scheme >= 0 ? table.words[Int(scheme)] : nil
    if scheme == "remote" {
      // A plain name is what the repository's settings call some other repository.
      if let name = word.constant, !name.utf8.contains(where: { $0 == 0x3A || $0 == 0x2F }) {
        reading.meanings.append(.named(kind, .service, word))
        return
      }
      scheme = "ssh"
    }
    reading.meanings.append(.host(kind, word, scheme: scheme, port: port == 0 ? nil : port))
  }

  /// A path, or `host:path`.
  mutating func writeCopied(_ form: CommandRole.Form, _ word: Word) {
    let isTree = scan.flags.contains(.tree)
    let isRead =
      switch form {
      case .fetches, .fetchesInside: true
      default: false
      }
    if let (host, _) = word.split(at: { $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "/") }),
      word.dropping(host.knownPrefix.utf8.count).begins(with: ":") || host.parts.count > 1,
      !host.parts.isEmpty, isColon(after: host, in: word)
    {
      switch form {
      case .fetchesInside(let space): reading.meanings.append(.named(.reads, space, host))
      case .storesInside(let space): reading.meanings.append(.named(.writes, space, host))
      default:
        let isURL = word.constant?.utf8.contains(UInt8(ascii: "/")) == true
        let target = isURL && hasScheme(word) ? word : host
        reading.meanings.append(
          .host(isRead ? .connects : .sends, target, scheme: "ssh", port: nil))
      }
      return
    }
    path(
      isRead ? .reads : form == .removes ? .deletes : .writes, word,
      isTree: isTree || form == .removes)
    if word.parts.first == .anything || word.parts.first == .given {
      reading.meanings.append(
        .host(isRead ? .connects : .sends, word, scheme: nil, port: nil))
    }
  }

  /// Whether the byte that ended `host` is a colon rather than a slash.
  private func isColon(after host: Word, in word: Word) -> Bool {
    word.split(at: { $0 == UInt8(ascii: ":") })?.before == host
  }

  func hasScheme(_ word: Word) -> Bool {
    word.split(at: { $0 == UInt8(ascii: ":") })?.after.begins(with: "//") == true
  }

  /// `HOST-PATH:PATH[:ro]`; a name without a slash is a volume, not a path.
  mutating func writeMount(_ word: Word) {
    let parts = word.split(at: { $0 == UInt8(ascii: ":") })
    let source = parts?.before ?? word
    guard
      source.begins(with: "/") || source.begins(with: ".") || source.begins(with: "~")
        || source.isUnknownAtStart
    else { return }
    guard parts != nil || source.isUnknownAtStart else { return }
    let options = parts?.after.split(at: { $0 == UInt8(ascii: ":") })?.after
    path(.reads, source, isTree: true)
    if options?.constant.map({ $0.split(separator: ",").contains("ro") }) != true {
      path(.writes, source, isTree: true)
    }
  }
}
