import ActionModel
import ByteParsing
import Matching
import SQLSyntax

/// The effects of one thing that a statement does.
struct SQLEffects {
  let use: SQLUse
  let dialect: SQLDialect
  let argument: String

  private var evidence: Evidence { Evidence(argument: argument, bytes: use.bytes) }

  func add(to sum: inout EffectSum) {
    switch use.kind {
    case .readsTable: sum.add(.reads, named(.table), evidence)
    case .writesTable: sum.add(.writes, named(.table), evidence)
    case .deletesTable: sum.add(.deletes, named(.table), evidence)
    case .changesObject: sum.add(.writes, named(.resource), evidence)
    case .dropsObject: sum.add(.deletes, named(.resource), evidence)
    case .calls: sum.add(.executes, named(.function), evidence)
    case .readsFile: addFile(.reads, to: &sum)
    case .writesFile: addFile(.writes, to: &sum)
    case .deletesFile: addFile(.deletes, to: &sum)
    case .runsProgram:
      sum.add(.executes, named(.process), evidence)
      sum.addGap("a program runs where the database is, and what it does is not seen", evidence)
    case .runsText:
      // What the text does has effects of its own, or is a gap.
      sum.add(.executes, .named(NamedTarget(space: .resource, name: "dynamic sql")), evidence)
    case .loads: sum.add(.loads, named(.resource), evidence)
    case .connects: sum.add(.connects, host, evidence)
    case .changesServer: sum.add(.writes, named(.service), evidence)
    case .sends: sum.add(.sends, named(.resource), evidence)
    case .changesPermissions: sum.add(.changesPermissions, named(.table), evidence)
    case .escalates: sum.add(.escalates, named(.user), evidence)
    }
  }

  private func named(_ space: NamedTarget.Space) -> TargetSet {
    use.name.map { .named(NamedTarget(space: space, name: $0)) } ?? .unknown
  }

  /// Adds what is done to a file.
  ///
  /// The path counts as one of the agent's own, so that a rule that guards paths guards this one too.
  /// But a server's file is none of the agent's: a second effect, of a name, keeps a rule that allows
  /// paths from allowing it.
  private func addFile(_ kind: Effect.Kind, to sum: inout EffectSum) {
    sum.markLexical()
    guard let name = use.name, let path = try? PathName(name), path.isAbsolute else {
      return sum.add(kind, .unknown, evidence)
    }
    sum.add(kind, .exact(path.text), evidence)
    guard dialect != .sqlite else { return }
    sum.add(
      kind, .named(NamedTarget(space: .resource, name: "database server: \(path.text)")), evidence)
  }

  /// The host in a connection's description; never the description, which may hold a password.
  private var host: TargetSet {
    guard let name = use.name else { return .unknown }
    if name.contains(bytes: "://") { return WebAnalyzer.target(of: name, scheme: nil, port: nil) }
    guard name.contains(bytes: "=") else {
      return .named(NamedTarget(space: .service, name: name))
    }
    let keys = ["host", "hostaddr", "server", "data source", "addr", "address", "network address"]
    let hasSemicolons = name.utf8.contains(UInt8(ascii: ";"))
    for part in name.split(whereSeparator: { $0 == ";" || $0 == " " && !hasSemicolons }) {
      let pair = part.split(separator: "=", maxSplits: 1)
      guard pair.count == 2, keys.contains(Self.trimmed(pair[0]).lowercased()) else { continue }
      return WebAnalyzer.target(of: Self.trimmed(pair[1]), scheme: nil, port: nil)
    }
    return .unknown
  }

  private static func trimmed(_ text: Substring) -> String {
    let blanks: Set<Character> = [" ", "\t", "'", "\""]
    let rest = text.drop { blanks.contains($0) }
    return String(
      rest[..<(rest.lastIndex { !blanks.contains($0) }.map(rest.index(after:)) ?? rest.startIndex)])
  }
}
