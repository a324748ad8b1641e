import ActionModel
import EffectAnalysis

/// Feeds any text to the analysis of shell scripts.
///
/// The first byte chooses the reading of the rest: as text, or byte by byte as words, which makes scripts that often
/// parse and do something. Whatever the text, nothing traps, the analysis ends within its limits, the same text has the
/// same effects, all evidence lies within it, each gap is an unknown effect too, and the summary fits on a line.
@_cdecl("LLVMFuzzerTestOneInput")
func fuzzEffects(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  guard count > 0 else { return 0 }
  // SAFETY: the fuzzer hands over `count` readable bytes that outlive the call.
  let bytes = unsafe Array(UnsafeBufferPointer(start: start, count: count))
  let script =
    bytes[0] & 1 == 0
    ? String(decoding: bytes.dropFirst(), as: UTF8.self)
    : bytes.dropFirst().map { Pieces.all[Int($0) % Pieces.all.count] }.joined()
  let scene =
    bytes[0] & 2 == 0
    ? Scene(directory: "/home/ann/project", home: "/home/ann", projects: ["/home/ann/project"])
    : Scene()
  check(script, scene)
  return 0
}

private func check(_ script: String, _ scene: Scene) {
  guard let analyzer else { preconditionFailure("our own tables cannot be read") }
  let effects = analyzer.analyze(shell: script, in: scene)
  let length = script.utf8.count
  for effect in effects.all {
    if let bytes = effect.evidence?.bytes {
      precondition(bytes.upperBound <= length, "evidence lies outside the text")
    }
  }
  for gap in effects.gaps {
    precondition(gap.evidence.bytes.upperBound <= length, "a gap lies outside the text")
  }
  if !effects.gaps.isEmpty {
    precondition(effects.all.contains { $0.kind == .unknown }, "a gap is no effect")
    precondition(effects.reversibility >= .unknown, "a gap can be undone")
  }
  precondition(effects == analyzer.analyze(shell: script, in: scene), "two analyses differ")
  let summary = EffectsSummary(effects).description
  precondition(summary.count <= EffectsSummary.maximumLength, "a summary is too long")
  precondition(summary.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }, "a summary has controls")
}

private let analyzer = try? EffectAnalyzer()

/// What scripts are put together from.
private enum Pieces {
  static let all: [String] = """
    rm|cat|echo|eval|sh -c|bash|cd|x=|y+=|$x|${x|}|$(|)|`|"|'|\\|;|&&|\\|\\||&| | |/|/tmp|~|*|{a,b}|{1..3}|..|-rf|-
    if|then|else|fi|for x in|do|done|while|until|case|in|esac|f()|{|(|((|))|[[|]]|[|]|!|$((|+|1|2|<|>|>>|<<<|<(
    <<E|E|trap|alias|export|local|declare -A|declare -i|read|set --|shift|unset|printf|%s|\\x72|$'|base64 -d|rev
    xargs|find .|-exec|env|sudo|curl|http://h.example/|/dev/tcp/h/1|exec|source|.|return|break|continue|exit
    true|false|test|:|#|##|%|%%|//|^^|,,|@Q|:-|:=|:+|:?|$@|$*|$#|$?|$0|"$@"|IFS=|PATH=|LD_PRELOAD=|select|coproc
    """.split(whereSeparator: { $0 == "|" || $0 == "\n" }).map(String.init) + ["\n", " ", "|"]
}
