import ShellSyntax

/// Reads arbitrary bytes as a script of both shells, and checks what must hold of every tree.
@_cdecl("LLVMFuzzerTestOneInput")
func fuzzShell(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  // SAFETY: libFuzzer gives `count` readable bytes at `start` for the length of this call.
  let input = unsafe Array(UnsafeBufferPointer(start: start, count: count))
  for dialect in [ShellDialect.bash, .posix] {
    do throws(ShellSyntaxError) {
      let script = try ShellScript(parsing: input, dialect: dialect)
      TreeCheck(script: script).check()
      checkCut(script, dialect)
    } catch {
      precondition(0...input.count ~= error.position, "the error lies outside the source")
      precondition(!error.message.isEmpty, "the error says nothing")
    }
  }
  return 0
}

/// A command read on its own is read as it was within its script, as long as nothing around it tells.
func checkCut(_ script: ShellScript, _ dialect: ShellDialect) {
  for list in script.lists.prefix(4) where list.range.upperBound <= script.sourceCount {
    let text = Array(script.text[list.range.range])
    guard text.allSatisfy({ $0 >= 0x20 && $0 != 0x5C }), !text.contains(0x28) else { continue }
    guard let alone = try? ShellScript(parsing: text, dialect: dialect) else { continue }
    guard let first = alone.lists[alone.body].first, alone.body.count == 1 else { continue }
    precondition(first.range.range == 0..<text.count, "a command alone ends elsewhere")
    precondition(
      first.pipelines.count == list.pipelines.count, "a command alone has other pipelines")
  }
}
