import CommandLineParsing
import GatehouseService
import JSON

/// `gatehouse approvals`: answers what agents ask.
let approvalsCommand = Command(
  "approvals", summary: "see what waits for a human, and answer it",
  subcommands: [
    listCommand, showCommand, approveCommand, denyCommand, watchCommand,
  ])

private let reaching: [Option] =
  ServiceOptions.all.filter { ["config", "data", "admin-listen"].contains($0.name) } + [
    .value("url", "URL", summary: "where the admin listener is, if not as configured"),
    .value("token-file", "FILE", summary: "the file with your token, if you are not the operator"),
    .value("ca", "FILE", summary: "the authorities to trust (PEM), instead of the system's"),
  ]

private let listCommand = Command(
  "list", summary: "list what waits, newest first",
  options: reaching + [
    .value(
      "state", "STATE",
      summary: "pending (unless said), approved, denied, expired, used; several with commas")
  ]
) { arguments in
  let state = arguments.value("state") ?? "pending"
  guard state.utf8.allSatisfy({ (0x61...0x7A).contains($0) || $0 == 0x2C }) else {
    throw UsageError(
      message: "`--state` is made of words and commas", command: "gatehouse approvals list")
  }
  let list = try await with(arguments) { try await $0.get("/v1/approvals?state=\(state)") }
  for entry in entries(of: list) { Terminal.print(ApprovalText.line(entry)) }
  return ExitCode.success
}

private let showCommand = Command(
  "show", summary: "show a request, whole",
  discussion: "Whatever an agent wrote is shown with its invisible characters escaped.",
  options: reaching, operands: [Operand("ID")]
) { arguments in
  let approval = try await with(arguments) { try await $0.get(try path(arguments)) }
  Terminal.print(ApprovalText.whole(approval))
  return ExitCode.success
}

private let approveCommand = Command(
  "approve", summary: "show a request, whole, and approve it",
  discussion: "What is approved is what was shown: a request that has changed meanwhile is not.",
  options: reaching + [
    .value("reason", "TEXT", summary: "what there is to say to it"),
    .flag("yes", summary: "do not ask again"),
  ], operands: [Operand("ID")]
) { arguments in
  try await with(arguments) { client in
    let approval = try await client.get(try path(arguments))
    Terminal.print(ApprovalText.whole(approval))
    guard let digest = approval["digest"]?.string else {
      Terminal.complain("the instance does not say what would be approved")
      return ExitCode.failure
    }
    guard arguments.has("yes") || Terminal.confirms("approve it?") else { return ExitCode.failure }
    let answer = try await client.post(
      try path(arguments, "/approve"),
      body(["digest": digest, "reason": arguments.value("reason")]))
    Terminal.print(answer["state"]?.string ?? "answered")
    return ExitCode.success
  }
}

private let denyCommand = Command(
  "deny", summary: "deny a request",
  options: reaching + [.value("reason", "TEXT", summary: "what the agent is told")],
  operands: [Operand("ID")]
) { arguments in
  try await with(arguments) { client in
    let answer = try await client.post(
      try path(arguments, "/deny"), body(["reason": arguments.value("reason")]))
    Terminal.print(answer["state"]?.string ?? "answered")
    return ExitCode.success
  }
}

private let watchCommand = Command(
  "watch", summary: "print each request as it comes, until interrupted", options: reaching
) { arguments in
  try await with(arguments) { client in
    var known: Set<String> = []
    while true {
      let waiting = entries(of: try await client.get("/v1/approvals?limit=1000"))
      for entry in waiting.reversed() {
        guard let id = entry["id"]?.string, known.insert(id).inserted else { continue }
        Terminal.print(ApprovalText.line(entry))
      }
      known.formIntersection(waiting.compactMap { $0["id"]?.string })
      try await Task.sleep(for: .seconds(1))
    }
  }
}

// MARK: Parts

private func entries(of list: JSONValue) -> [JSONValue] {
  list["approvals"].map { Array($0.elements) } ?? []
}

private func with<Result: Sendable>(
  _ arguments: ParsedArguments, _ body: (AdminClient) async throws -> Result
) async throws -> Result {
  try await AdminClient.with(
    try ServiceOptions.configuration(arguments, for: .askingAnInstance),
    url: arguments.value("url"),
    tokenFile: arguments.value("token-file"), authorities: arguments.value("ca"), body)
}

/// The path of the approval that the operand names.
private func path(_ arguments: ParsedArguments, _ rest: String = "") throws -> String {
  guard let id = arguments.operands.first, id.hasPrefix("apr_"),
    id.utf8.allSatisfy({ (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F })
  else {
    throw UsageError(
      message: "name an approval by its id, `apr_` and 32 letters and digits",
      command: "gatehouse approvals")
  }
  return "/v1/approvals/\(id)\(rest)"
}

private func body(_ members: [String: String?]) -> [UInt8] {
  var writer = JSONWriter()
  writer.beginObject()
  for (name, value) in members.sorted(by: { $0.key < $1.key }) { writer.member(name, value) }
  writer.endObject()
  return writer.bytes
}
