import ActionModel
import Documents
import Policy
import YAML

/// Feeds any bytes to the YAML reader, the policy loader and the evaluator.
///
/// A line `%%` divides the input into a policy and a file of cases. Whatever the bytes, nothing traps, refusals say where,
/// every node and every character of a scalar stands within the text, and a set that loads decides every case that
/// can be read, each time alike.
@_cdecl("LLVMFuzzerTestOneInput")
func fuzzPolicy(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  // SAFETY: the fuzzer hands over `count` readable bytes that outlive the call.
  let bytes = unsafe Array(UnsafeBufferPointer(start: start, count: count))
  let parts = split(bytes)
  checkYAML(parts.policy)
  guard let set = load(parts.policy) else { return 0 }
  let cases: [PolicyCase]
  do {
    cases = try PolicyCase.read(DocumentSource(name: "cases.yaml", bytes: parts.cases))
  } catch {
    check(error, parts.cases)
    return 0
  }
  let first = set.run(cases)
  let second = set.run(cases)
  for (one, other) in zip(first.results, second.results) {
    precondition(one.outcome.verdict == other.outcome.verdict, "a decision is not repeatable")
    precondition(one.outcome.rules == other.outcome.rules, "a decision is not repeatable")
    precondition(
      one.outcome.verdict != .deny || one.outcome.obligations.isEmpty,
      "a denial obliges")
  }
  return 0
}

private func split(_ bytes: [UInt8]) -> (policy: [UInt8], cases: [UInt8]) {
  let divider = Array("\n%%\n".utf8)
  guard bytes.count >= divider.count else { return (bytes, []) }
  for start in 0...(bytes.count - divider.count)
  where bytes[start..<start + divider.count].elementsEqual(divider) {
    return (Array(bytes[..<start]), Array(bytes[(start + divider.count)...]))
  }
  return (bytes, [])
}

private func checkYAML(_ bytes: [UInt8]) {
  let limits = YAMLLimits(bytes: 1 << 16, depth: 32, nodes: 10_000)
  do {
    check(try YAMLDocument.parse(bytes, limits: limits), bytes)
  } catch {
    check(error.position, bytes)
  }
}

private func check(_ node: YAMLNode, _ bytes: [UInt8]) {
  check(node.position, bytes)
  if let text = node.string, text.utf8.count < 64 {
    check(YAMLScalarLocator.position(ofLine: 1, column: 3, in: node, of: bytes), bytes)
  }
  for element in node.elements ?? [] { check(element, bytes) }
  for member in node.members ?? [] {
    check(member.keyPosition, bytes)
    check(member.value, bytes)
  }
}

private func load(_ bytes: [UInt8]) -> PolicySet? {
  do {
    return try PolicySet.load([DocumentSource(name: "policy.yaml", bytes: bytes)])
  } catch {
    check(error, bytes)
    return nil
  }
}

private func check(_ errors: DocumentErrors, _ bytes: [UInt8]) {
  precondition(
    errors.problems.contains { $0.severity == .error }, "a refusal says what is wrong")
  for problem in errors.problems {
    precondition(!problem.message.isEmpty, "a problem has words")
    check(problem.position, bytes)
  }
}

/// Every position lies on a line of the text, or on the one after its end; YAML counts five ways to end a line.
private func check(_ position: YAMLPosition, _ bytes: [UInt8]) {
  let text = String(decoding: bytes, as: UTF8.self)
  let breaks = text.unicodeScalars.count {
    "\n\r\u{85}\u{2028}\u{2029}".unicodeScalars.contains($0)
  }
  precondition((1...breaks + 2).contains(position.line), "a position outside the text")
  precondition((1...bytes.count + 2).contains(position.column), "a position outside the text")
}
