import JSON
import JSONSchema

/// Feeds a schema and a value, divided by the first line break, to compiler and validator.
@_cdecl("LLVMFuzzerTestOneInput")
func fuzzSchema(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  // SAFETY: libFuzzer gives `count` readable bytes at `start` for the length of this call.
  let input = unsafe Array(UnsafeBufferPointer(start: start, count: count))
  let parts = input.split(
    separator: UInt8(ascii: "\n"), maxSplits: 1, omittingEmptySubsequences: false)
  guard parts.count == 2, let document = try? JSONDocument.parse(Array(parts[0])),
    let value = try? JSONDocument.parse(Array(parts[1]))
  else { return 0 }
  for draft in [JSONSchema.Draft.draft2020, .draft7] {
    guard let schema = try? JSONSchema(document, draft: draft) else { continue }
    check(schema, value)
  }
  return 0
}

/// A violation names a value that is there, and another look finds the same.
func check(_ schema: JSONSchema, _ value: JSONValue) {
  let violation = schema.violation(in: value)
  precondition(violation == schema.violation(in: value), "a second look found something else")
  guard let violation else { return }
  var place = value
  for token in violation.pointer.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
  {
    let name = token.replacing("~1", with: "/").replacing("~0", with: "~")
    let next = place.kind == .array ? Int(name).flatMap { place[$0] } : place[String(name)]
    guard let next else { preconditionFailure("the pointer leads nowhere") }
    place = next
  }
}
