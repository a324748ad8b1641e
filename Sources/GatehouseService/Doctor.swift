import AuditLog
import Authentication
import CPlatform
import Policy
import Storage
import TLS

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Tries everything an instance will need, and says what it found.
package struct Doctor: Sendable {
  /// One thing that was tried.
  package struct Finding: Sendable {
    package enum Severity: String, Sendable {
      case ok
      case warning
      case failure
    }

    package let severity: Severity
    package let subject: String
    package let text: String
  }

  private let configuration: Configuration
  private var findings: [Finding] = []

  /// Tries all parts; nothing is left behind but the data directory, if it was not there.
  package static func examine(_ configuration: Configuration) -> [Finding] {
    var doctor = Doctor(configuration: configuration)
    doctor.examineData()
    doctor.examineLog()
    doctor.examineStorage()
    doctor.examinePolicy()
    doctor.examineCertificates()
    doctor.examineNotifications()
    doctor.examineListeners()
    doctor.examineUser()
    doctor.examineDescriptors()
    return doctor.findings
  }

  private init(configuration: Configuration) {
    self.configuration = configuration
  }

  private mutating func note(_ severity: Finding.Severity, _ subject: String, _ text: String) {
    findings.append(Finding(severity: severity, subject: subject, text: text))
  }

  /// Makes, syncs and removes a file where the log and the keys will be.
  private mutating func examineData() {
    let path = configuration.data
    do {
      try Files.makeDirectory(path)
      let probe = "\(path)/doctor-\(getpid())"
      try Files.create(probe, Array("probe".utf8))
      unsafe unlink(probe)
    } catch {
      return note(.failure, "data", "\(error)")
    }
    if let status = Files.status(path), status.permissions & 0o077 != 0 {
      note(
        .warning, "data", "`\(path)` is open to other users: `chmod 700` it, for the keys lie there"
      )
    } else {
      note(.ok, "data", "`\(path)` can be written and synced")
    }
  }

  /// Reads the secrets of all channels; nobody is told anything.
  private mutating func examineNotifications() {
    guard !configuration.notifications.isEmpty else { return }
    let environment = ProcessEnvironment.variables
    var isWhole = true
    for channel in configuration.notifications {
      for secret in channel.secrets {
        do {
          _ = try secret.read(environment: environment)
        } catch {
          isWhole = false
          note(.failure, "notifications", "`\(channel.name)`: \(error)")
        }
      }
    }
    if isWhole {
      note(.ok, "notifications", "\(configuration.notifications.count) channels have their secrets")
    }
  }

  private mutating func examineLog() {
    let path = AuditLog.directory(in: configuration.data)
    guard Files.status(path) != nil else { return note(.ok, "audit", "no log yet") }
    do {
      let disk = try PosixDisk(path: path, creating: false)
      guard try !disk.list().isEmpty else { return note(.ok, "audit", "no log yet") }
      let report = AuditVerifier.verify(disk)
      if let finding = report.finding {
        note(.failure, "audit", "the log does not verify: \(finding)")
      } else {
        note(.ok, "audit", "\(report.size) records verify")
      }
    } catch {
      note(.failure, "audit", "\(error)")
    }
  }

  private mutating func examineStorage() {
    if case .file(let path) = configuration.storageLocation, Files.status(path) == nil {
      return note(.ok, "storage", "none yet")
    }
    do {
      let report = try OfflineStorage(configuration).check()
      for problem in report.problems { note(.failure, "storage", "damaged: \(problem)") }
      if report.isInOrder { note(.ok, "storage", "\(report.rows) rows in order") }
    } catch {
      note(.failure, "storage", "\(error)")
    }
  }

  private mutating func examinePolicy() {
    do {
      let set = try OfflinePolicy(configuration).set
      for warning in set.warnings { note(.warning, "policy", "\(warning)") }
      note(.ok, "policy", "\(set.ruleSummaries.count) rules")
    } catch {
      note(.failure, "policy", "\(error)")
    }
  }

  private mutating func examineCertificates() {
    guard let files = configuration.tls else { return }
    do {
      _ = try TLSServerContext(TLSServerConfiguration(files))
      note(.ok, "tls", "the certificate and its key fit")
    } catch {
      note(.failure, "tls", "\(error)")
    }
  }

  /// Listens for a moment on each address.
  private mutating func examineListeners() {
    for address in configuration.listen + [configuration.adminListen] {
      switch address {
      case .tcp(let host, let port):
        var bound = cplatform_address()
        // SAFETY: the structure outlives the call, and the text is ended by NUL for its length.
        let result = unsafe cplatform_listen_tcp(host, port, 1, &bound)
        if result >= 0 { close(result) }
        switch -result {
        case EADDRINUSE:
          note(.warning, "listen", "`\(address)` is in use: an instance may be running")
        case let number where result < 0:
          // SAFETY: strerror returns a text that stands until the next call on this thread.
          note(
            .failure, "listen",
            "`\(address)`: \(unsafe String(cString: strerror(number)).lowercased())")
        default: note(.ok, "listen", "`\(address)` is free")
        }
      case .unix(let path):
        let isInUse = unsafe cplatform_probe_unix(path) == 1
        note(
          isInUse ? .warning : .ok, "listen",
          isInUse ? "`\(address)` is in use: an instance may be running" : "`\(address)` is free")
      }
    }
  }

  /// An agent that runs as the daemon's user can read the keys and rewrite the log.
  private mutating func examineUser() {
    let user = geteuid()
    let shares = configuration.credentials.contains { $0.proof == .unixUser(user) }
    if shares {
      note(
        .warning, "user",
        "a credential's `unix_user` is the daemon's own (\(user)): such agents can read the keys and rewrite the log"
      )
    } else if user == 0 || user >= 1000 {
      note(
        .warning, "user",
        "this is user \(user): if agents run as it too, neither key nor log is safe; run the daemon as a user of its own"
      )
    } else {
      note(.ok, "user", "user \(user) is a service's own, as long as no agent runs as it")
    }
  }

  private mutating func examineDescriptors() {
    var limit = rlimit()
    // SAFETY: the structure outlives the call.
    guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
    let needed = UInt64(configuration.server.maximumConnections + 64)
    if limit.rlim_cur < needed {
      note(
        .warning, "descriptors",
        "\(limit.rlim_cur) open files are allowed, \(needed) may be needed: raise `ulimit -n`, or lower "
          + "`maximum_connections`")
    } else {
      note(.ok, "descriptors", "\(limit.rlim_cur) open files are allowed")
    }
  }
}
