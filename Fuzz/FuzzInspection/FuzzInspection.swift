import ContentInspection
import JSON

/// What an inspector costs to build is spent once.
let inspector: ContentInspector = {
  do throws(InspectionError) {
    return try ContentInspector(
      InspectionOptions(
        patterns: [.init(id: "own", expression: "[a-c]+x", severity: .low)],
        limits: InspectionLimits(bytes: 1 << 16, findings: 50, decodedBytes: 1 << 16, depth: 3)))
  } catch {
    preconditionFailure("the tables are refused: \(error)")
  }
}()

/// Inspects arbitrary bytes, and checks what must hold of every answer.
@_cdecl("LLVMFuzzerTestOneInput")
func fuzzInspection(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  // SAFETY: libFuzzer gives `count` readable bytes at `start` for the length of this call.
  let input = unsafe Array(UnsafeBufferPointer(start: start, count: count))
  let inspection = inspector.inspect(input)
  for finding in inspection.findings {
    precondition(finding.bytes.upperBound <= count, "evidence lies outside the text")
  }
  precondition(0...100 ~= inspection.risk, "the risk is out of bounds")
  precondition(inspection.findings.count <= 52, "the findings are out of bounds")
  checkText(String(decoding: input, as: UTF8.self))
  checkJSON(input)
  return 0
}

/// Redacted text is clear; sanitised text stays as it is when sanitised again.
func checkText(_ text: String) {
  let redacted = inspector.redacted(text)
  precondition(inspector.inspect(redacted).findings.isEmpty, "something is left in redacted text")
  _ = inspector.sanitized(text)
}

/// What is redacted of JSON is JSON.
func checkJSON(_ input: [UInt8]) {
  guard let value = parsed(input) else { return }
  let inspection = inspector.inspect(value)
  precondition(
    parsed(Redaction.redact(value, inspection.findings)) != nil, "redacted JSON is refused")
  precondition(parsed(inspector.redacted(value)) != nil, "redacted JSON is refused")
}

func parsed(_ bytes: [UInt8]) -> JSONValue? {
  do throws(JSONError) {
    return try JSONDocument.parse(bytes)
  } catch {
    return nil
  }
}
