/// What variables hold that a script finds set, where something is known of it.
enum UsualEnvironment {
  enum Value: Sendable {
    case text(PartialText)
    case home
    case directory
    case previousDirectory
  }

  /// By name: comparing with one after another would take longer than most commands.
  static let values: NameTable<Value> = {
    var values: [String: Value] = [
      "HOME": .home, "PWD": .directory, "OLDPWD": .previousDirectory,
      "PATH": .text(PartialText([.text("/"), .anything])),
      "BASH_SOURCE": .text(PartialText()), "FUNCNAME": .text(PartialText()),
    ]
    let texts = [
      "TMPDIR": "/tmp", "RUNNER_TEMP": "/tmp", "IFS": " \t\n", "BASH": "/bin/bash",
      "SHELL": "/bin/bash", "PS4": "+ ", "OPTIND": "1",
      // What builds take where nothing else is chosen.
      "CC": "cc", "CXX": "c++", "MAKE": "make", "PYTHON": "python3",
    ]
    for (name, text) in texts { values[name] = .text(PartialText(text)) }
    // The files through which the steps of a job in continuous integration speak to each other.
    for name in ["GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY", "GITHUB_STATE", "GITHUB_ENV"] {
      values[name] = .text(PartialText([.text("/tmp/runner/"), .segment("*")]))
    }
    let names = """
      USER LOGNAME UID EUID GROUPS HOSTNAME HOSTTYPE OSTYPE MACHTYPE RANDOM SRANDOM SECONDS LINENO PPID BASHPID \
      BASH_VERSION EPOCHSECONDS EPOCHREALTIME SHLVL COLUMNS LINES BASH_SUBSHELL
      """
    for name in names.split(separator: " ") { values[String(name)] = .text(.segment) }
    return NameTable(values)
  }()
}
