import CommandLineParsing
import GatehouseService

/// `gatehouse doctor`: tries what an instance will need.
let doctorCommand = Command(
  "doctor", summary: "try everything an instance will need, and say what is wrong",
  discussion: "Exit code: 0 when nothing keeps an instance from working, else 1.",
  options: ServiceOptions.all
) { arguments in
  let findings = Doctor.examine(try ServiceOptions.configuration(arguments))
  for finding in findings {
    let label = finding.severity.rawValue
    Terminal.print(
      "\(label)\(String(repeating: " ", count: 8 - label.count))\(finding.subject): \(finding.text)"
    )
  }
  return findings.contains { $0.severity == .failure } ? ExitCode.failure : ExitCode.success
}
