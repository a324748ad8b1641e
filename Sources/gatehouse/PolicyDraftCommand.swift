import CommandLineParsing
import GatehouseService
import JSON
import PolicyDrafting

/// `gatehouse policy draft`: writes a first policy from the schemas of tools and written tasks.
let policyDraftCommand = Command(
  "draft", summary: "draft a least policy from tool schemas and written tasks",
  discussion: """
    --tools names a JSON list of tools as servers of the Model Context Protocol describe them; --tasks names JSON lines,
    each the texts of one task. What only reads is allowed; what changes something is allowed where a task speaks of it,
    and with the recipients, links, files and days that it names; the rest needs an approval. The policy is printed.
    """,
  options: [
    .value("tools", "FILE", summary: "the tools: [{\"name\", \"description\", \"inputSchema\"}]"),
    .value("tasks", "FILE", summary: "the tasks, one a line: {\"text\": \"…\"}"),
  ]
) { arguments in
  func path(_ option: String) throws -> String {
    guard let path = arguments.value(option) else {
      throw UsageError(message: "`--\(option)` is missing", command: "gatehouse policy draft")
    }
    return path
  }
  let tools = try path("tools")
  let tasks = try path("tasks")
  let draft = PolicyDraft(tools: try read(tools: tools), tasks: try read(tasks: tasks))
  Terminal.print(draft.yaml)
  return ExitCode.success
}

private func read(tools path: String) throws -> [DraftTool] {
  try reading(path, line: nil) { try DraftTool.list(try JSONDocument.parse(try Files.read(path))) }
}

private func read(tasks path: String) throws -> [DraftTask] {
  let lines = try Files.read(path).split(
    separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
  var tasks: [DraftTask] = []
  for (index, line) in lines.enumerated()
  where !line.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) {
    tasks.append(
      try reading(path, line: index + 1) {
        try DraftTask(try JSONDocument.parse(Array(line)))
      })
  }
  return tasks
}

/// Says of which file and line an error speaks.
private func reading<Value>(
  _ path: String, line: Int?, _ body: () throws -> Value
) throws -> Value {
  let place = line.map { "`\(path)`, line \($0)" } ?? "`\(path)`"
  do {
    return try body()
  } catch let error as JSONError {
    throw DraftingError("\(place) is not JSON: \(error)")
  } catch let error as DraftingError {
    throw DraftingError("\(place): \(error)")
  }
}
