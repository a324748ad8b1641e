import CommandLineParsing
import GatehouseService

/// `gatehouse analyze`: says what texts would do, without a policy.
let analyzeCommand = Command(
  "analyze", summary: "say what command lines, SQL, paths or URLs would do",
  discussion: """
    Each line of standard input is {"id", "input", "cwd"?, "home"?, "dialect"?, "base"?}, and each answer a line: the
    effects with their targets and places in the input, how far they can be taken back, what could not be understood and
    why, and all of it in a sentence. A relative URL starts from `base`.
    """,
  subcommands: OfflineAnalysis.Subject.allCases.map { subject in
    Command(
      subject.rawValue, summary: subject.summary,
      options: ServiceOptions.all.filter { $0.name == "project" }
    ) { arguments in
      let analysis = try OfflineAnalysis(subject, projects: arguments.values("project"))
      let refused = try JSONLines.answer("-", to: Terminal.print) { question, writer in
        try analysis.answer(question, to: &writer)
      }
      return refused == 0 ? ExitCode.success : ExitCode.failure
    }
  })

extension OfflineAnalysis.Subject {
  fileprivate var summary: String {
    switch self {
    case .shell: "command lines and scripts for sh and bash"
    case .sql: "statements; without a dialect they are judged in all"
    case .path: "paths, as they are resolved from the working directory"
    case .url: "URLs, by the host that they lead to"
    }
  }
}
