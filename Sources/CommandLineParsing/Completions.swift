import ByteParsing

/// Writes shell scripts that complete a program's commands and options.
package enum Completions {
  /// The shells that scripts can be written for.
  package static let shells = ["bash", "zsh", "fish"]

  /// Writes the script for one shell; nil for a shell that is not among ``shells``.
  package static func script(for shell: String, of root: Command) -> String? {
    switch shell {
    case "bash": bash(root)
    case "zsh":
      "#compdef \(root.name)\nautoload -U +X bashcompinit && bashcompinit\n\(bash(root))"
    case "fish": fish(root)
    default: nil
    }
  }

  /// The words that can follow each path of command names.
  private static func words(after command: Command, path: [String]) -> [(
    path: [String], words: [String]
  )] {
    let options = command.options + (path.count == 1 ? [.help, .version] : [.help])
    let own = command.subcommands.map(\.name) + options.map { "--\($0.name)" }
    return [(path, own)] + command.subcommands.flatMap { words(after: $0, path: path + [$0.name]) }
  }

  /// The words typed so far name a command as long as each makes a longer path of names; others are operands or values.
  private static func bash(_ root: Command) -> String {
    let entries = words(after: root, path: [root.name])
    let paths = entries.dropFirst().map { "'\($0.path.joined(separator: " "))'" }
    let cases = entries.map { entry in
      "    '\(entry.path.joined(separator: " "))') words='\(entry.words.joined(separator: " "))' ;;\n"
    }
    return """
      _\(root.name)() {
        local path='\(root.name)' word words=''
        for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
          case "$path $word" in
            \(paths.joined(separator: "|"))) path="$path $word" ;;
          esac
        done
        case "$path" in
      \(cases.joined())  esac
        COMPREPLY=($(compgen -W "$words" -- "${COMP_WORDS[COMP_CWORD]}"))
      }
      complete -o default -F _\(root.name) \(root.name)

      """
  }

  private static func fish(_ root: Command) -> String {
    var lines: [String] = []
    for command in root.subcommands {
      lines.append(
        "complete -c \(root.name) -n __fish_use_subcommand -a \(command.name) -d \(quoted(command.summary))"
      )
      for inner in command.subcommands {
        lines.append(
          "complete -c \(root.name) -n '__fish_seen_subcommand_from \(command.name)' -a \(inner.name)"
            + " -d \(quoted(inner.summary))")
      }
      for option in command.options + command.subcommands.flatMap(\.options) {
        lines.append(
          "complete -c \(root.name) -n '__fish_seen_subcommand_from \(command.name)' -l \(option.name)\(option.placeholder == nil ? "" : " -r")"
            + " -d \(quoted(option.summary))")
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Quotes a text for fish, where a backslash and a quote are escaped by a backslash within quotes.
  private static func quoted(_ text: String) -> String {
    "'\(text.replacing(bytes: "\\", with: "\\\\").replacing(bytes: "'", with: "\\'"))'"
  }
}
