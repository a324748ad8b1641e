import HTTPWire
import Limits
import Server
import TLS

extension Configuration.Limits {
  /// The rates of callers and of agents; nil sets none.
  var rates: (callers: CallRate?, agents: CallRate?) {
    get throws {
      (try caller.map { try CallRate($0) }, try agent.map { try CallRate($0) })
    }
  }
}

extension CallRate {
  /// Counts in thousandths, so that rates below one a second are exact enough.
  fileprivate init(_ rate: Configuration.Rate) throws {
    try self.init(
      calls: max(1, Int(rate.perSecond * 1_000)), per: 1_000_000_000_000,
      burst: max(1, Int(rate.burst)))
  }
}

extension Configuration.Server {
  /// The settings of the listeners.
  var serverConfiguration: ServerConfiguration {
    var settings = ServerConfiguration.standard
    settings.limits.maximumBodyBytes = maximumBody
    settings.maximumConnections = maximumConnections
    settings.deadlines.idle = idleTimeout
    settings.deadlines.head = headerTimeout
    settings.deadlines.body = bodyTimeout
    return settings
  }
}

extension TLSServerConfiguration {
  init(_ files: Configuration.TLSFiles) {
    self.init(
      certificateFile: files.certificate, privateKeyFile: files.key,
      clientCertificates: files.clientAuthority.map { .optional(authorities: $0) } ?? .ignored)
  }
}
