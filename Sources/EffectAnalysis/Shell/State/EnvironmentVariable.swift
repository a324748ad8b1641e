/// The variables that have programs load or run something.
enum EnvironmentVariable {
  enum Meaning {
    /// Where programs are looked up.
    case searchPath
    /// Libraries or modules, or directories of them, with colons between.
    case loadsPaths
    /// A script that is run.
    case runsFile
    /// A command line that is run.
    case runsCommand
    /// Options of a program, some of which have it load code.
    case options(dangerous: [String])
  }

  static let meanings: [String: Meaning] = {
    var meanings: [String: Meaning] = ["PATH": .searchPath]
    func add(_ names: String, _ meaning: Meaning) {
      for name in names.split(whereSeparator: { $0 == " " || $0 == "\n" }) {
        meanings[String(name)] = meaning
      }
    }
    add(
      """
      LD_PRELOAD LD_AUDIT LD_LIBRARY_PATH DYLD_INSERT_LIBRARIES DYLD_LIBRARY_PATH DYLD_FRAMEWORK_PATH
      PYTHONPATH PYTHONHOME PYTHONUSERBASE PERL5LIB PERLLIB RUBYLIB NODE_PATH CLASSPATH LUA_PATH LUA_CPATH
      GCONV_PATH LOCPATH GIT_TEMPLATE_DIR GIT_EXEC_PATH GIO_EXTRA_MODULES OPENSSL_CONF OPENSSL_ENGINES
      QT_PLUGIN_PATH GTK_PATH GTK_MODULES TCLLIBPATH R_LIBS R_LIBS_USER JULIA_LOAD_PATH VIMINIT_PATH
      TERMINFO LD_ORIGIN_PATH GUILE_LOAD_PATH EMACSLOADPATH GEM_PATH GEM_HOME
      """, .loadsPaths)
    add(
      """
      BASH_ENV ENV PYTHONSTARTUP GIT_CONFIG_GLOBAL GIT_CONFIG_SYSTEM GIT_CONFIG R_PROFILE R_PROFILE_USER
      R_ENVIRON RUBYGEMS_GEMDEPS INPUTRC WGETRC CURL_HOME NPM_CONFIG_USERCONFIG NPM_CONFIG_GLOBALCONFIG
      PIP_CONFIG_FILE MAKEFILES ZDOTDIR SCREENRC LESSKEY GNUPGHOME DOCKER_CONFIG KUBECONFIG_EXEC
      """, .runsFile)
    add(
      """
      PROMPT_COMMAND GIT_SSH_COMMAND GIT_SSH GIT_EDITOR GIT_SEQUENCE_EDITOR GIT_PAGER GIT_EXTERNAL_DIFF
      GIT_ASKPASS GIT_PROXY_COMMAND SSH_ASKPASS SUDO_ASKPASS PAGER MANPAGER MANOPT EDITOR VISUAL
      BROWSER SUDO_EDITOR SVN_EDITOR SVN_SSH HGEDITOR CVS_RSH RSYNC_RSH FCEDIT TEXEDIT SYSTEMD_EDITOR
      SYSTEMD_PAGER PSQL_EDITOR PSQL_PAGER BAT_PAGER DELTA_PAGER AWS_PAGER GH_PAGER GH_EDITOR GH_BROWSER
      KUBE_EDITOR RUSTC_WRAPPER RUSTC_WORKSPACE_WRAPPER RUSTC RUSTDOC CARGO
      CMAKE_C_COMPILER_LAUNCHER CMAKE_CXX_COMPILER_LAUNCHER TAR_CMD LESSOPEN LESSCLOSE
      PERL_CPAN_SHELL ANSIBLE_PAGER CRONTAB_EDITOR
      """, .runsCommand)
    add("NODE_OPTIONS", .options(dangerous: ["-r", "--require", "--import", "--loader", "--eval"]))
    add("PERL5OPT", .options(dangerous: ["-M", "-m", "-I", "-d"]))
    add("PERL5DB", .options(dangerous: [""]))
    add("RUBYOPT", .options(dangerous: ["-r", "-I", "-e"]))
    add(
      "JAVA_TOOL_OPTIONS _JAVA_OPTIONS JDK_JAVA_OPTIONS MAVEN_OPTS GRADLE_OPTS",
      .options(dangerous: [
        "-javaagent", "-agentpath", "-agentlib", "-XX:OnError", "-XX:OnOutOfMemoryError",
      ]))
    add(
      "RUSTFLAGS CARGO_ENCODED_RUSTFLAGS",
      .options(dangerous: ["linker=", "-Zcodegen-backend", "runner="]))
    add("LESS", .options(dangerous: ["--lesskey", "-k", "+!", "+|"]))
    add(
      "VIMINIT EXINIT", .options(dangerous: ["!", "system", "call", "source", "py", "lua", "ruby"]))
    add(
      "TAR_OPTIONS", .options(dangerous: ["-I", "--use-compress", "--checkpoint", "--to-command"]))
    add("MAKEFLAGS GNUMAKEFLAGS", .options(dangerous: ["--eval", "-f", "--file", "SHELL="]))
    add("PIP_INDEX_URL PIP_EXTRA_INDEX_URL", .options(dangerous: []))
    return meanings
  }()

  /// Whether a variable is a script's own by its name: environments name theirs in capitals.
  static func isOwn(_ name: String) -> Bool {
    (name.utf8.count <= 2 || name.utf8.contains { (0x61...0x7A).contains($0) })
      && !name.hasSuffix("_proxy")
  }

  /// Whether a path out of `PATH` is what the environment had there before.
  static func isInherited(_ path: PartialText) -> Bool {
    path.parts == [.text("/"), .anything] || path.parts == [.anything]
  }

  /// The paths in a list with colons between.
  static func paths(in value: PartialText) -> [PartialText] {
    var paths = [PartialText()]
    for part in value.parts {
      guard case .text(let text) = part else {
        paths[paths.count - 1].append(part: part)
        continue
      }
      for (index, piece) in text.split(separator: ":", omittingEmptySubsequences: false)
        .enumerated()
      {
        if index > 0 { paths.append(PartialText()) }
        paths[paths.count - 1].append(String(piece))
      }
    }
    return paths
  }
}

/// The names of commands.
enum CommandName {
  /// Where systems keep their programs.
  static let usualDirectories: Set<String> = [
    "/bin", "/usr/bin", "/usr/local/bin", "/sbin", "/usr/sbin", "/usr/local/sbin",
    "/opt/homebrew/bin", "/snap/bin",
  ]

  /// The name of a program in one of those; nil for others.
  static func usual(_ path: String) -> String? {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return nil }
    guard usualDirectories.contains(String(path[..<slash])) else { return nil }
    return String(path[path.index(after: slash)...])
  }
}
