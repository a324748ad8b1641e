extension Command {
  /// Writes the help text of the command as reached by a path of names.
  func help(path: [String]) -> String {
    var text = "\(summary)\n\nusage: \(path.joined(separator: " "))\(usage)\n"
    if !subcommands.isEmpty {
      text += "\ncommands:\n" + Self.table(subcommands.map { ($0.name, $0.summary) })
    }
    let rows = (options + (path.count == 1 ? [.help, .version] : [.help])).map { option in
      (
        ["--\(option.name)", option.placeholder].compactMap(\.self).joined(separator: " "),
        option.summary
      )
    }
    text += "\noptions:\n" + Self.table(rows)
    if !discussion.isEmpty { text += "\n\(discussion)\n" }
    return text
  }

  private var usage: String {
    var words: [String] = []
    if !subcommands.isEmpty { words.append("COMMAND") }
    if !options.isEmpty { words.append("[OPTION]…") }
    for operand in operands {
      let word = operand.placeholder + (operand.isRepeatable ? "…" : "")
      words.append(operand.isRequired ? word : "[\(word)]")
    }
    return words.map { " \($0)" }.joined()
  }

  private static func table(_ rows: [(left: String, right: String)]) -> String {
    let width = rows.map(\.left.count).max() ?? 0
    return rows.map { row in
      "  \(row.left)\(String(repeating: " ", count: width - row.left.count))  \(row.right)\n"
    }.joined()
  }
}
