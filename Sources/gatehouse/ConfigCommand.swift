import CommandLineParsing
import GatehouseService

/// `gatehouse config check`: reads the configuration as `serve` would.
let configCommand = Command(
  "config", summary: "look at the configuration",
  subcommands: [
    Command(
      "check", summary: "read the configuration as `serve` would, and say what is wrong with it",
      options: ServiceOptions.all
    ) { arguments in
      Terminal.print(try ServiceOptions.configuration(arguments).summary)
      return ExitCode.success
    }
  ])
