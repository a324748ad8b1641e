import CommandLineParsing
import GatehouseService

/// `gatehouse serve`: runs the daemon until it is told to end.
let serveCommand = Command(
  "serve", summary: "run the daemon",
  discussion: """
    Options can also stand in gatehouse.yaml, by the same names, and in the environment, as GATEHOUSE_ADMIN_LISTEN for
    --admin-listen. Flags win over the environment, and that over the file. SIGHUP loads policy and certificates again;
    SIGTERM drains and stops.
    """,
  options: ServiceOptions.all
) { arguments in
  guard let configuration = ServiceOptions.configuration(arguments) else { return ExitCode.failure }
  do {
    let service = try await Service.start(configuration)
    await service.runUntilSignal()
    return ExitCode.success
  } catch {
    Terminal.complain("\(error)")
    return ExitCode.failure
  }
}
