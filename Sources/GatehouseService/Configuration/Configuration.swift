package import AuditLog
package import Authentication
package import Storage

/// Everything an operator decides about one instance, checked and with its defaults filled in.
package struct Configuration: Sendable {
  package enum LogFormat: String, Sendable, CaseIterable {
    /// Text on a terminal, JSON otherwise.
    case auto
    case text, json
  }

  /// Where the agents' files are.
  package enum AgentFiles: String, Sendable, CaseIterable {
    /// On this machine: links are followed as they are when the call is decided.
    case local
    /// Somewhere else: paths are judged by their spelling.
    case elsewhere
  }

  package struct TLSFiles: Sendable, Equatable {
    package var certificate: String
    package var key: String
    /// The authority whose client certificates are accepted; nil asks for none.
    package var clientAuthority: String?
  }

  /// Requests a second, on average and at once.
  package struct Rate: Sendable, Equatable {
    package var perSecond: Double
    package var burst: Double
  }

  package struct Limits: Sendable, Equatable {
    /// Of each credential, or of all anonymous callers together.
    package var caller: Rate?
    /// Of each agent.
    package var agent: Rate?
    package var sessionsPerAgent = 1_000
  }

  package struct Audit: Sendable, Equatable {
    /// When a decision counts as recorded.
    package var mode = AuditMode.always
    /// What the log keeps of arguments besides their keyed digest.
    package var arguments = ArgumentRecording.redacted
    /// Whether the effects of every decision are found out and kept, also where no rule asks for them.
    package var analyzesAll = false
    package var rotateBytes = AuditOptions().segmentBytes
    package var rotateAfter = Duration.seconds(86_400)
    /// How much of the log to keep; nil keeps all.
    package var retainBytes: Int?
    package var retainFor: Duration?
    /// Folders outside the data directory that receive each checkpoint.
    package var checkpointSinks: [String] = []
  }

  package struct Server: Sendable, Equatable {
    package var maximumBody = 1 << 20
    package var maximumConnections = 12_000
    package var idleTimeout = Duration.seconds(75)
    package var headerTimeout = Duration.seconds(10)
    package var bodyTimeout = Duration.seconds(30)
    package var drainTimeout = Duration.seconds(10)
    /// Host names, besides the listeners' own addresses, by which callers may address this instance.
    package var names: [String] = []
    /// The users, besides the daemon's own, who may open a Unix socket: the socket's permission bits.
    package var unixMode: UInt16 = 0o600
  }

  package struct Approvals: Sendable, Equatable {
    /// How long a request waits where no rule says.
    package var within = Duration.seconds(900)
    /// How many requests of one agent may wait at once.
    package var pendingPerAgent = 20
    /// The address at which people reach the admin listener; nil takes the listener's own.
    package var url: String?
  }

  /// Someone who may answer requests for approval.
  package struct Approver: Sendable {
    package var credential: Credential
    package var roles: Set<String>
    /// The accounts under which the approver answers in channels: `slack:U012AB3CD`, `telegram:123456`.
    package var accounts: Set<String> = []
  }

  package var listen: [ListenAddress] = [.tcp(host: "127.0.0.1", port: 8640)]
  package var adminListen = ListenAddress.tcp(host: "127.0.0.1", port: 8641)
  /// The files and directories that the policy is read from; relative ones stand beside the configuration file.
  package var policy: [String] = []
  /// The directory for the log and the keys.
  package var data = ""
  /// Where approvals, grants and sessions are kept; nil takes a file in the data directory.
  package var storage: StorageLocation?
  package var audit = Audit()
  package var anonymous = false
  package var insecureBind = false
  package var projects: [String] = []
  /// The files that describe tools.
  package var tools: [String] = []
  /// The files that describe commands, in the language of docs/commands.md.
  package var commands: [String] = []
  /// The files that hold the user's own patterns, in the form of docs/content.md.
  package var patterns: [String] = []
  /// Whether the agents' files are those of this machine.
  package var files = AgentFiles.local
  package var logFormat = LogFormat.auto
  package var tls: TLSFiles?
  package var credentials: [Credential] = []
  /// Who answers requests for approval; the operator, where nobody is named.
  package var approvers: [Approver] = []
  /// Who may write the policy: ids of approvers, and `admin`; nobody, where empty.
  package var editors: [String] = []
  package var approvals = Approvals()
  /// How people are told of approvals.
  package var notifications: [Channel] = []
  package var limits = Limits()
  package var server = Server()

  package init() {}
}

extension Configuration {
  /// Where approvals, grants and sessions are kept.
  package var storageLocation: StorageLocation { storage ?? .file(path: "\(data)/gatehouse.db") }

  /// A few lines that say what the configuration comes to; they hold no secret.
  package var summary: String {
    let callers = credentials.map(\.id) + (anonymous ? ["anyone without (anonymous)"] : [])
    func list(_ names: [String]) -> String {
      names.isEmpty ? "none" : names.joined(separator: ", ")
    }
    return """
      listen:       \(listen.map(\.description).joined(separator: ", "))\(tls == nil ? "" : " (TLS)")
      admin-listen: \(adminListen)
      policy:       \(list(policy))
      project:      \(list(projects))
      tools:        \(list(tools))
      commands:     \(list(commands))
      patterns:     \(list(patterns))
      files:        \(files.rawValue)
      data:         \(data)
      storage:      \(storageLocation)
      audit:        \(audit.mode.rawValue)
      credentials:  \(list(callers))
      editors:      \(list(editors))
      approvers:    \(approvers.isEmpty ? "the operator" : list(approvers.map(\.credential.id)))
      """
  }
}
