import ActionModel

/// The builtins that change and tell the directory.
extension ShellEvaluation {
  mutating func runDirectoryBuiltin(_ builtin: Builtin, _ arguments: ArraySlice<Word>) -> Status {
    switch builtin {
    case .pwd:
      if isCapturing {
        var stream = Stream()
        stream.append(value(of: "PWD"))
        stream.append(Lines.newline)
        put(stream)
      }
      return .success
    case .pushd: return pushDirectory(arguments)
    case .popd: return popDirectory(arguments)
    case .cd:
      var rest = arguments
      while let option = rest.first?.constant, option.hasPrefix("-"), option != "-" {
        rest = rest.dropFirst()
        if option == "--" { break }
      }
      guard let word = rest.first else {
        changeDirectory(to: home.word(at: 0..<0))
        return state.directories.ifFailed.isEmpty ? .success : .unknown
      }
      if word.constant == "-" {
        let current = state.directories
        // The script may have set the directory before by hand.
        state.directories =
          variable("OLDPWD") == nil ? state.previousDirectories ?? .unknown : .unknown
        state.previousDirectories = current.succeeded
        put(.unknown)
        return .unknown
      }
      changeDirectory(to: word)
      return state.directories.ifFailed.isEmpty ? .success : .unknown
    default:
      put(.unknown)
      return .unknown
    }
  }

  /// Changes the directory, or fails to.
  mutating func changeDirectory(to word: Word) {
    if word.constant?.isEmpty == true { return }
    let before = state.directories.succeeded
    if variable("CDPATH") != nil, !isOutsideOfSearchPath(word) {
      state.directories = .unknown
    } else {
      let destinations = destinations(of: word)
      state.directories = state.directories.changed(
        to: destinations, maySucceedOnly: destinations.allSatisfy { isDirectory($0) })
    }
    state.previousDirectories = before
    state.variables["PWD"] = nil
    state.variables["OLDPWD"] = nil
  }

  /// Whether `CDPATH` says nothing of a directory: it is absolute, or begins with `.` or `..`.
  private func isOutsideOfSearchPath(_ word: Word) -> Bool {
    guard let path = word.constant else { return false }
    return path.hasPrefix("/") || path == "." || path == ".." || path.hasPrefix("./")
      || path.hasPrefix("../")
  }

  /// Whether a directory is known to be there.
  private func isDirectory(_ path: PartialText) -> Bool {
    guard let path = path.constant else { return false }
    if path == "/" || path == scene.home || path == "/tmp" { return true }
    // Where the agent works is there, and so is everything above.
    if let directory = scene.directory, directory == path || directory.hasPrefix(path + "/") {
      return true
    }
    return scene.files?.entry(at: path) == .directory
  }

  /// The directories that a word names from where the shell may be.
  func destinations(of word: Word) -> [PartialText] {
    state.directories.all.map { directory -> PartialText in
      let resolved = resolver.resolve(word, from: directory.parts)
      if case .exact(let path) = resolved.target { return PartialText(path) }
      if word.knownPrefix.hasPrefix("/") { return PartialText(word) }
      // What begins with something unknown may be an absolute path.
      switch word.parts.first {
      case .text, .segment: return .appending(PartialText(word), to: directory)
      default: return .anything
      }
    }
  }

  private mutating func pushDirectory(_ arguments: ArraySlice<Word>) -> Status {
    put(.unknown)
    let current = state.directories.succeeded
    guard let word = arguments.first(where: { $0.constant != "-n" }) else {
      guard var stack = state.directoryStack, let top = stack.popLast() else {
        state.directories = .unknown
        return .unknown
      }
      stack.append(current)
      state.directoryStack = stack
      state.directories = top
      return .unknown
    }
    if let text = word.constant, text.hasPrefix("+") || text.hasPrefix("-") {
      state.directoryStack = nil
      state.directories = .unknown
      return .unknown
    }
    changeDirectory(to: word)
    if (state.directoryStack?.count ?? 0) < 64 {
      state.directoryStack?.append(current)
    } else {
      state.directoryStack = nil
    }
    return .unknown
  }

  private mutating func popDirectory(_ arguments: ArraySlice<Word>) -> Status {
    put(.unknown)
    guard arguments.isEmpty, var stack = state.directoryStack, let top = stack.popLast() else {
      state.directoryStack = nil
      state.directories = .unknown
      return .unknown
    }
    state.directoryStack = stack
    state.previousDirectories = state.directories.succeeded
    state.directories = top
    return .unknown
  }
}

extension PartialText {
  /// A relative path behind a directory.
  static func appending(_ path: PartialText, to directory: PartialText) -> PartialText {
    var result = directory
    result.append("/")
    result.append(path)
    return result
  }
}
