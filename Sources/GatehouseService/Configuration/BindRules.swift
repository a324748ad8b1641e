/// Decides where an instance may listen, given who may come in.
enum BindRules {
  static func problems(of configuration: Configuration) -> [ConfigurationProblem] {
    var problems: [ConfigurationProblem] = []
    if !configuration.anonymous, configuration.credentials.isEmpty {
      problems.append(
        ConfigurationProblem(
          place: "credentials",
          message:
            "nobody could ask anything: list `credentials`, or start with `--anonymous` on a local address"
        ))
    }
    for address in configuration.listen + [configuration.adminListen]
    where address.isWildcard && configuration.server.names.isEmpty {
      problems.append(
        ConfigurationProblem(
          place: "server.names",
          message:
            "`\(address)` stands for every address, so say by which names callers reach it: `server: {names: [gatehouse.example]}`"
        ))
    }
    guard !configuration.insecureBind else { return problems }
    for address in configuration.listen + [configuration.adminListen] where !address.isLocal {
      if configuration.tls == nil {
        problems.append(
          ConfigurationProblem(
            place: "listen",
            message:
              "`\(address)` can be reached from other machines, but there is no TLS: give `--tls-certificate` and "
              + "`--tls-key`, listen on 127.0.0.1, or accept the risk with `--insecure-bind`"))
      }
      if configuration.anonymous, address != configuration.adminListen {
        problems.append(
          ConfigurationProblem(
            place: "anonymous",
            message:
              "`\(address)` can be reached from other machines, so callers need credentials: leave `anonymous` off, "
              + "listen on 127.0.0.1, or accept the risk with `--insecure-bind`"))
      }
    }
    return problems
  }
}
