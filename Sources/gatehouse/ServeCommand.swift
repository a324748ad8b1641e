import CommandLineParsing
import GatehouseService

/// `gatehouse serve`: runs the daemon until it is told to end.
let serveCommand = Command(
  "serve", summary: "run the daemon",
  discussion: """
    Options can also stand in gatehouse.yaml, by the same names, and in the environment, as GATEHOUSE_ADMIN_LISTEN for
    --admin-listen. Flags win over the environment, and that over the file. SIGHUP loads policy, certificates and rates
    again; SIGTERM drains and stops.
    """,
  options: ServiceOptions.all
) { arguments in
  let service = try await Service.start(
    try ServiceOptions.configuration(arguments),
    rereading: { try ServiceOptions.configuration(arguments) })
  try await service.runUntilSignal()
  return ExitCode.success
}
