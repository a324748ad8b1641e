/// The variables that have programs load or run something.
enum EnvironmentVariable {
  enum Meaning: Sendable {
    /// Where programs are looked up.
    case searchPath
    /// Libraries or modules, or directories of them, with colons between.
    case loadsPaths
    /// A script that is run.
    case runsFile
    /// A command line that is run.
    case runsCommand
    /// A file that is written, or a directory.
    case writesPath(isTree: Bool)
    /// A text that a shell expands once more before it shows it.
    case expands
    /// A host that requests go through.
    case connects
    /// Anything: settings with values of their own.
    case unclear
    /// Options of a program, some of which have it load code.
    case options(dangerous: [String])
  }

  private static let meanings: NameTable<Meaning> = {
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
      GIT_DIR GIT_COMMON_DIR GIT_ALTERNATE_OBJECT_DIRECTORIES AWKPATH AWKLIBPATH PYTHONPLATLIBDIR VIMRUNTIME
      DOTNET_STARTUP_HOOKS CORECLR_PROFILER_PATH COR_PROFILER_PATH LUA_INIT_PATH GROFF_TMAC_PATH BUNDLE_GEMFILE
      NODE_EXTRA_CA_CERTS SSL_CERT_FILE SSL_CERT_DIR PHPRC PHP_INI_SCAN_DIR GOROOT KUBECONFIG AWS_CONFIG_FILE
      CMAKE_TOOLCHAIN_FILE CMAKE_MODULE_PATH CMAKE_PREFIX_PATH GCC_EXEC_PREFIX COMPILER_PATH LIBRARY_PATH
      MAGICK_CONFIGURE_PATH MAGICK_CODER_MODULE_PATH MAGICK_CODER_FILTER_PATH GS_LIB EXIFTOOL_HOME TEXMFHOME TEXMFCNF
      GST_PLUGIN_PATH GDK_PIXBUF_MODULE_FILE BASH_LOADABLES_PATH R_LIBS_SITE XDG_CONFIG_HOME XDG_CONFIG_DIRS
      YARN_YARN_PATH YARN_PLUGINS
      """, .loadsPaths)
    add(
      """
      BASH_ENV ENV PYTHONSTARTUP GIT_CONFIG_GLOBAL GIT_CONFIG_SYSTEM GIT_CONFIG R_PROFILE R_PROFILE_USER
      R_ENVIRON RUBYGEMS_GEMDEPS INPUTRC WGETRC CURL_HOME NPM_CONFIG_USERCONFIG NPM_CONFIG_GLOBALCONFIG
      PIP_CONFIG_FILE MAKEFILES ZDOTDIR SCREENRC LESSKEY GNUPGHOME DOCKER_CONFIG KUBECONFIG_EXEC
      LESSKEYIN LESSKEY_SYSTEM LESSKEYIN_SYSTEM PYTHONEXECUTABLE MPLCONFIGDIR GOENV PSQLRC npm_config_userconfig
      npm_config_globalconfig
      """, .runsFile)
    add(
      """
      PROMPT_COMMAND GIT_SSH_COMMAND GIT_SSH GIT_EDITOR GIT_SEQUENCE_EDITOR GIT_PAGER GIT_EXTERNAL_DIFF
      GIT_ASKPASS GIT_PROXY_COMMAND SSH_ASKPASS SUDO_ASKPASS PAGER MANPAGER MANOPT EDITOR VISUAL
      BROWSER SUDO_EDITOR SVN_EDITOR SVN_SSH HGEDITOR CVS_RSH RSYNC_RSH FCEDIT TEXEDIT SYSTEMD_EDITOR
      SYSTEMD_PAGER PSQL_EDITOR PSQL_PAGER BAT_PAGER DELTA_PAGER AWS_PAGER GH_PAGER GH_EDITOR GH_BROWSER
      KUBE_EDITOR RUSTC_WRAPPER RUSTC_WORKSPACE_WRAPPER RUSTC RUSTDOC CARGO
      CMAKE_C_COMPILER_LAUNCHER CMAKE_CXX_COMPILER_LAUNCHER TAR_CMD LESSOPEN LESSCLOSE
      PERL_CPAN_SHELL ANSIBLE_PAGER CRONTAB_EDITOR LESSEDIT RSYNC_CONNECT_PROG CC CXX CPP LD AR AS FC
      CARGO_BUILD_RUSTC CARGO_BUILD_RUSTC_WRAPPER CARGO_BUILD_RUSTDOC RUSTC_LINKER GROFF_COMMAND_PREFIX
      npm_config_script_shell npm_config_editor npm_config_viewer npm_config_git npm_config_shell
      SHELL PARALLEL_SHELL CCACHE_PREFIX CCACHE_COMPILER RUNNER_SHELL MAKE_SHELL
      NPM_CONFIG_SCRIPT_SHELL NPM_CONFIG_EDITOR NPM_CONFIG_VIEWER NPM_CONFIG_GIT NPM_CONFIG_SHELL
      """, .runsCommand)
    add("PS0 PS1 PS2 PS4", .expands)
    add(
      """
      GIT_WORK_TREE GIT_OBJECT_DIRECTORY PYTHONPYCACHEPREFIX CARGO_TARGET_DIR CARGO_HOME RUSTUP_HOME GOPATH GOBIN
      GOCACHE GOMODCACHE PIP_TARGET PIP_PREFIX PIP_ROOT PIP_SRC PIP_CACHE_DIR NODE_V8_COVERAGE GCOV_PREFIX
      BUNDLE_PATH GRADLE_USER_HOME UV_CACHE_DIR UV_PROJECT_ENVIRONMENT LD_PROFILE_OUTPUT VIRTUAL_ENV_DIR
      npm_config_prefix npm_config_cache NPM_CONFIG_PREFIX NPM_CONFIG_CACHE DESTDIR
      """, .writesPath(isTree: true))
    add(
      """
      GIT_INDEX_FILE GIT_TRACE GIT_TRACE_PACKET GIT_TRACE_PACK_ACCESS GIT_TRACE_PACKFILE GIT_TRACE_PERFORMANCE
      GIT_TRACE_REFS GIT_TRACE_SETUP GIT_TRACE_SHALLOW GIT_TRACE_CURL GIT_TRACE_FSMONITOR GIT_TRACE2 GIT_TRACE2_EVENT
      GIT_TRACE2_PERF LESSHISTFILE HISTFILE TAPE PIP_LOG MALLOC_TRACE LD_DEBUG_OUTPUT SSLKEYLOGFILE
      NODE_REDIRECT_WARNINGS MYSQL_HISTFILE SQLITE_HISTORY PSQL_HISTORY NODE_REPL_HISTORY GDBHISTFILE COVERAGE_FILE
      DEPENDENCIES_OUTPUT SUNPRO_DEPENDENCIES GMON_OUT_PREFIX LLVM_PROFILE_FILE CCACHE_LOGFILE FFREPORT
      """, .writesPath(isTree: false))
    add(
      """
      http_proxy https_proxy ftp_proxy all_proxy HTTP_PROXY HTTPS_PROXY FTP_PROXY ALL_PROXY RSYNC_PROXY
      PIP_INDEX_URL PIP_EXTRA_INDEX_URL PIP_FIND_LINKS PIP_PROXY UV_INDEX_URL UV_DEFAULT_INDEX UV_EXTRA_INDEX_URL
      DOCKER_HOST CONTAINER_HOST AWS_ENDPOINT_URL PGHOST PGHOSTADDR COREPACK_NPM_REGISTRY UV_INDEX
      npm_config_registry npm_config_proxy npm_config_https_proxy NPM_CONFIG_REGISTRY YARN_REGISTRY YARN_NPM_REGISTRY_SERVER
      """, .connects)
    add(
      """
      GIT_CONFIG_COUNT GIT_CONFIG_PARAMETERS GIT_ALLOW_PROTOCOL LESSKEY_CONTENT MAKEOVERRIDES
      MANROFFOPT MORE GROFF_OPTIONS LUA_INIT PYTHONBREAKPOINT PYTHONWARNINGS
      BASH_CMDS BASH_ALIASES DIRSTACK PARALLEL ZIPOPT ZIP UNZIP
      """, .unclear)
    add(
      "NODE_OPTIONS npm_config_node_options NPM_CONFIG_NODE_OPTIONS",
      .options(dangerous: ["-r", "--require", "--import", "--loader", "--eval"]))
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
    add(
      "CFLAGS CXXFLAGS CPPFLAGS CGO_CFLAGS CGO_CXXFLAGS CGO_CPPFLAGS LDFLAGS CGO_LDFLAGS",
      .options(dangerous: ["-fplugin", "-wrapper", "-specs", "-fuse-ld=/", "-fuse-ld=.", "@"]))
    add("LESS", .options(dangerous: ["--lesskey", "-k", "+!", "+|"]))
    add(
      "VIMINIT EXINIT", .options(dangerous: ["!", "system", "call", "source", "py", "lua", "ruby"]))
    add(
      "TAR_OPTIONS",
      .options(dangerous: [
        "-I", "--use-compress", "--checkpoint", "--to-command", "-P", "--abs", "-C", "--dir",
        "--rsh", "--rmt", "--info", "--new-vol", "-F", "--trans", "--xform",
      ]))
    add("GOFLAGS", .options(dangerous: ["-toolexec", "-exec", "-modfile", "-overlay"]))
    add("GOPROXY", .options(dangerous: ["http:", "https://"]))
    add("PYTEST_ADDOPTS", .options(dangerous: ["/", "-p", "-c", "-o"]))
    add("MAKEFLAGS GNUMAKEFLAGS", .options(dangerous: ["--eval", "-f", "--file", "SHELL="]))
    return NameTable(meanings)
  }()

  /// What a variable of that name means; nil for those that mean nothing to programs.
  static func meaning(of name: String) -> Meaning? {
    if let meaning = meanings[name] { return meaning }
    // A shell takes functions from its environment; Cargo and git take settings of any name.
    if name.hasPrefix("BASH_FUNC_") { return .unclear }
    if name.hasPrefix("CARGO_TARGET_"), name.hasSuffix("_RUNNER") || name.hasSuffix("_LINKER") {
      return .runsCommand
    }
    return nil
  }

  /// Whether a variable is a script's own by its name: environments name theirs in capitals.
  static func isOwn(_ name: String) -> Bool {
    (name.utf8.count <= 2 || name.utf8.contains { (0x61...0x7A).contains($0) })
      && !name.hasSuffix("_proxy")
  }

  /// Whether a path out of `PATH` is what the environment had there before.
  static func isInherited(_ path: PartialText) -> Bool {
    path.parts == [.text("/"), .anything]
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
