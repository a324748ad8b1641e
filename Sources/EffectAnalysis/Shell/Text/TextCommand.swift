/// Runs the commands that only turn text into text, exactly as they would run.
///
/// These are the commands that a script's hidden parts are decoded with, so that what `echo … | base64 -d | sh` runs is
/// seen. An option or operand that is not understood makes the result unknown, never wrong.
enum TextCommand {
  /// The most bytes that a command may put out.
  static let outputLimit = 1 << 16

  typealias Implementation = @Sendable ([String], [UInt8]) -> [UInt8]?

  /// Whether there is a command of that name.
  static func isKnown(_ name: String) -> Bool {
    commands[name] != nil
  }

  /// What the command puts out; nil where that is not known.
  ///
  /// - Parameter input: what flows into it; nil where that is not known.
  static func run(_ name: String, _ arguments: [String], input: [UInt8]?) -> [UInt8]? {
    guard let command = commands[name] else { return nil }
    if !command.readsInput { return bounded(command.run(arguments, [])) }
    guard let input, input.count <= outputLimit else { return nil }
    return bounded(command.run(arguments, input))
  }

  private static func bounded(_ output: [UInt8]?) -> [UInt8]? {
    guard let output, output.count <= outputLimit else { return nil }
    return output
  }

  private struct Command: Sendable {
    let readsInput: Bool
    let run: Implementation
  }

  private static let commands = NameTable(
    withoutInput.mapValues { Command(readsInput: false, run: $0) }
      .merging(withInput.mapValues { Command(readsInput: true, run: $0) }) { first, _ in first })

  /// The commands that read nothing but their arguments.
  private static let withoutInput: [String: Implementation] = [
    "basename": { arguments, _ in PathParts.basename(arguments) },
    "dirname": { arguments, _ in PathParts.dirname(arguments) },
    "expr": { arguments, _ in Numbers.expr(arguments) },
    "seq": { arguments, _ in Numbers.sequence(arguments) },
  ]

  /// The commands that read their input.
  private static let withInput: [String: Implementation] = [
    "base32": { arguments, input in Encodings.base32(arguments, input) },
    "base64": { arguments, input in Encodings.base64(arguments, input) },
    "basenc": { arguments, input in Encodings.basenc(arguments, input) },
    "cat": { arguments, input in Lines.cat(arguments, input) },
    "cut": { arguments, input in Columns.cut(arguments, input) },
    "fold": { arguments, input in Columns.fold(arguments, input) },
    "gunzip": { arguments, input in Compression.gunzip(arguments, input) },
    "gzip": { arguments, input in Compression.gzip(arguments, input) },
    "head": { arguments, input in Lines.head(arguments, input) },
    "od": { arguments, input in Encodings.octalDump(arguments, input) },
    "openssl": { arguments, input in Encodings.openssl(arguments, input) },
    "rev": { arguments, input in Lines.reverseEach(arguments, input) },
    "sed": { arguments, input in StreamEditor.run(arguments, input) },
    "sort": { arguments, input in Lines.sort(arguments, input) },
    "tac": { arguments, input in Lines.reverseAll(arguments, input) },
    "tail": { arguments, input in Lines.tail(arguments, input) },
    "tee": { arguments, input in Lines.cat(arguments.isEmpty ? [] : ["?"], input) },
    "tr": { arguments, input in Translation.run(arguments, input) },
    "uniq": { arguments, input in Lines.unique(arguments, input) },
    "wc": { arguments, input in Lines.count(arguments, input) },
    "xxd": { arguments, input in Encodings.hexDump(arguments, input) },
    "zcat": { arguments, input in Compression.gunzip(arguments, input) },
  ]
}
