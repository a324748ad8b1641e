import ActionModel
import EffectAnalysis
import Matching

/// Feeds arbitrary text to the readers of paths and URLs of tool calls, and checks their targets.
@_cdecl("LLVMFuzzerTestOneInput")
func fuzzPath(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  // SAFETY: libFuzzer gives `count` readable bytes at `start` for the length of this call.
  let input = unsafe Array(UnsafeBufferPointer(start: start, count: count))
  guard let analyzer else { preconditionFailure("our own tables cannot be read") }
  let text = String(decoding: input, as: UTF8.self)
  let scene = Scene(directory: "/home/ann/project", home: "/home/ann")
  let paths = analyzer.analyze(path: text, in: scene).effects.all
  precondition(!paths.isEmpty, "a path has no effect")
  checkEffects(paths)
  checkEffects(analyzer.analyze(url: text, in: scene).effects.all)
  return 0
}

let analyzer = try? EffectAnalyzer()

func checkEffects(_ effects: [Effect]) {
  for effect in effects { check(effect.target) }
}

/// A path is absolute and canonical, a host is ASCII.
func check(_ target: TargetSet) {
  switch target {
  case .exact(let path), .tree(let path): checkPath(path)
  case .host(let host):
    precondition(host.name.utf8.allSatisfy { $0 < 0x80 }, "the host is not ASCII")
  case .glob, .named, .given, .unknown: break
  }
}

func checkPath(_ path: String) {
  do throws(PathNameError) {
    let name = try PathName(path)
    precondition(name.isAbsolute, "the target is relative")
    precondition(Array(name.text.utf8) == Array(path.utf8), "the target is not canonical")
  } catch {
    preconditionFailure("the target is no path: \(error)")
  }
}
