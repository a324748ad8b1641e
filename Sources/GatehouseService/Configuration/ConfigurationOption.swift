import AuditLog
import ByteParsing
import Crypto
import Storage

/// Declares an option that can be given as a flag, in the environment, and in the file, under one name.
package struct ConfigurationOption: Sendable {
  package let name: String
  /// What the value is called in help texts; nil for a switch.
  package let placeholder: String?
  package let isRepeatable: Bool
  package let summary: String
  /// Sets the option from its values; the error says what they should be.
  let apply:
    @Sendable (_ values: [String], _ configuration: inout Configuration) throws(Complaint) -> Void

  /// Says what a value should have been.
  struct Complaint: Error {
    let message: String
  }

  /// The environment variable: `GATEHOUSE_ADMIN_LISTEN` for `admin-listen`; a repeatable one is split at commas.
  package var variable: String {
    "GATEHOUSE_" + name.uppercased().map { $0 == "-" ? "_" : String($0) }.joined()
  }

  private static func value(
    _ name: String, _ placeholder: String, _ summary: String,
    _ set: @escaping @Sendable (String, inout Configuration) throws(Complaint) -> Void
  ) -> ConfigurationOption {
    ConfigurationOption(
      name: name, placeholder: placeholder, isRepeatable: false, summary: summary
    ) { (values, configuration) throws(Complaint) in
      guard let value = values.last, values.count == 1 else {
        throw Complaint(message: "this takes one value")
      }
      try set(value, &configuration)
    }
  }

  private static func list(
    _ name: String, _ placeholder: String, _ summary: String,
    _ set: @escaping @Sendable ([String], inout Configuration) throws(Complaint) -> Void
  ) -> ConfigurationOption {
    ConfigurationOption(
      name: name, placeholder: placeholder, isRepeatable: true, summary: summary, apply: set)
  }

  private static func flag(
    _ name: String, _ summary: String, _ path: any WritableKeyPath<Configuration, Bool> & Sendable
  ) -> ConfigurationOption {
    ConfigurationOption(
      name: name, placeholder: nil, isRepeatable: false, summary: summary
    ) { (values, configuration) throws(Complaint) in
      switch values {
      case ["true"]: configuration[keyPath: path] = true
      case ["false"]: configuration[keyPath: path] = false
      default: throw Complaint(message: "this is `true` or `false`")
      }
    }
  }

  private static func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ value: String, of type: Choice.Type
  ) throws(Complaint) -> Choice {
    guard let choice = Choice(rawValue: value) else {
      let words = Choice.allCases.map { "`\($0.rawValue)`" }.joined(separator: ", ")
      throw Complaint(message: "`\(value)` is none of \(words)")
    }
    return choice
  }

  private static func address(_ value: String) throws(Complaint) -> ListenAddress {
    guard let address = ListenAddress(value) else {
      throw Complaint(
        message: "`\(value)` is no address: write `127.0.0.1:8640`, `[::1]:8640` or `unix:/path`")
    }
    return address
  }

  private static func path(_ value: String) throws(Complaint) -> String {
    guard !value.isEmpty, !value.utf8.contains(0) else {
      throw Complaint(message: "a path is not empty")
    }
    return value
  }

  /// Whether a text names a PostgreSQL database, and not a file.
  static func isDatabase(_ value: String) -> Bool {
    value.hasPrefix("postgresql://") || value.hasPrefix("postgres://")
  }

  private static func storage(_ value: String) throws(Complaint) -> StorageLocation {
    guard !isDatabase(value) else { return .postgresql(Secret(Array(value.utf8))) }
    // What may hold a password is not repeated.
    guard !value.contains(bytes: "://") else {
      throw Complaint(message: "this is a file, or `postgresql://USER:PASSWORD@HOST:PORT/DATABASE`")
    }
    return .file(path: try path(value))
  }

  private static func tlsFiles(
    _ configuration: inout Configuration, _ set: (inout Configuration.TLSFiles) -> Void
  ) {
    var files = configuration.tls ?? Configuration.TLSFiles(certificate: "", key: "")
    set(&files)
    configuration.tls = files
  }

  /// Every option, in the order of help texts.
  package static let all: [ConfigurationOption] = [
    list("listen", "ADDRESS", "where agents ask; may be given more than once") {
      (values, configuration) throws(Complaint) in
      var addresses: [ListenAddress] = []
      for value in values { addresses.append(try address(value)) }
      configuration.listen = addresses
    },
    value("admin-listen", "ADDRESS", "where operators look after the instance") {
      (value, configuration) throws(Complaint) in
      configuration.adminListen = try address(value)
    },
    list("policy", "PATH", "a policy file, or a directory of them; may be given more than once") {
      (values, configuration) throws(Complaint) in
      var paths: [String] = []
      for value in values { paths.append(try path(value)) }
      configuration.policy = paths
    },
    value("data", "DIR", "the directory for the log and the keys") {
      (value, configuration) throws(Complaint) in
      configuration.data = try path(value)
    },
    value("storage", "FILE|URI", "where approvals are kept: a file, or a PostgreSQL database") {
      (value, configuration) throws(Complaint) in
      configuration.storage = try storage(value)
    },
    value("audit", "always|interval|none", "how soon a decision is on disk") {
      (value, configuration) throws(Complaint) in
      configuration.audit.mode = try choice(value, of: AuditMode.self)
    },
    flag("anonymous", "let callers in that show no credential; local addresses only", \.anonymous),
    list("project", "DIR", "a directory that agents work in; may be given more than once") {
      (values, configuration) throws(Complaint) in
      var paths: [String] = []
      for value in values { paths.append(try path(value)) }
      configuration.projects = paths
    },
    list("tools", "FILE", "a file that describes tools; may be given more than once") {
      (values, configuration) throws(Complaint) in
      var paths: [String] = []
      for value in values { paths.append(try path(value)) }
      configuration.tools = paths
    },
    list("commands", "FILE", "a file that describes commands; may be given more than once") {
      (values, configuration) throws(Complaint) in
      var paths: [String] = []
      for value in values { paths.append(try path(value)) }
      configuration.commands = paths
    },
    list("patterns", "FILE", "a file of patterns to look for; may be given more than once") {
      (values, configuration) throws(Complaint) in
      var paths: [String] = []
      for value in values { paths.append(try path(value)) }
      configuration.patterns = paths
    },
    value("files", "local|elsewhere", "whether the agents' files are those of this machine") {
      (value, configuration) throws(Complaint) in
      configuration.files = try choice(value, of: Configuration.AgentFiles.self)
    },
    value("tls-certificate", "FILE", "the server's certificate chain (PEM)") {
      (value, configuration) throws(Complaint) in
      let path = try path(value)
      tlsFiles(&configuration) { $0.certificate = path }
    },
    value("tls-key", "FILE", "the certificate's private key (PEM)") {
      (value, configuration) throws(Complaint) in
      let path = try path(value)
      tlsFiles(&configuration) { $0.key = path }
    },
    value("tls-client-ca", "FILE", "the authority of accepted client certificates (PEM)") {
      (value, configuration) throws(Complaint) in
      let path = try path(value)
      tlsFiles(&configuration) { $0.clientAuthority = path }
    },
    flag(
      "insecure-bind", "listen beyond this machine without credentials or TLS", \.insecureBind),
    value("log-format", "auto|text|json", "how the daemon logs: text on a terminal, else JSON") {
      (value, configuration) throws(Complaint) in
      configuration.logFormat = try choice(value, of: Configuration.LogFormat.self)
    },
  ]
}
