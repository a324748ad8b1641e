import Authentication
import CommandLineParsing

/// `gatehouse token`: makes a bearer token and the hash that goes into the configuration.
let tokenCommand = Command(
  "token", summary: "make a bearer token, and the hash for `credentials` in gatehouse.yaml",
  discussion: "The token is shown once and stored nowhere; give it to the agent's runtime."
) { _ in
  let (token, hash) = BearerToken.make()
  Terminal.print("token:        \(token)\ntoken_sha256: \(hash)")
  return ExitCode.success
}
