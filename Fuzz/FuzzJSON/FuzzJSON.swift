import JSON

/// Feeds arbitrary bytes to the scanner and checks what must hold of all it accepts.
@_cdecl("LLVMFuzzerTestOneInput")
func fuzzJSON(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  // SAFETY: libFuzzer gives `count` readable bytes at `start` for the length of this call.
  let input = unsafe Array(UnsafeBufferPointer(start: start, count: count))
  let value: JSONValue
  do throws(JSONError) {
    value = try JSONDocument.parse(input)
  } catch {
    precondition(0...input.count ~= error.offset, "the offset lies outside the text")
    return 0
  }
  checkVerbatim(value)
  checkRewritten(value)
  checkCanonical(value)
  return 0
}

/// What is written as it was read is read as the same value.
func checkVerbatim(_ value: JSONValue) {
  var writer = JSONWriter()
  writer.value(value)
  precondition(parsed(writer.bytes) == value, "written verbatim, the value changed")
}

/// Decoded and written anew through the public interface, the value is still the same.
func checkRewritten(_ value: JSONValue) {
  var writer = JSONWriter()
  rewrite(value, to: &writer)
  precondition(parsed(writer.bytes) == value, "decoded and written, the value changed")
}

func rewrite(_ value: JSONValue, to writer: inout JSONWriter) {
  switch value.kind {
  case .null: writer.null()
  case .bool: writer.bool(value.bool == true)
  case .number:
    switch value.number {
    case .int(let number): writer.int(number)
    default: writer.raw((value.numberText ?? "").utf8Span.span)
    }
  case .string:
    let text = value.string ?? ""
    precondition(value.isString(equalTo: text), "the decoded text is another")
    writer.string(text)
  case .array:
    writer.beginArray()
    for element in value.elements { rewrite(element, to: &writer) }
    writer.endArray()
  case .object:
    writer.beginObject()
    for (key, member) in value.members {
      precondition(value[key]?.byteRange == member.byteRange, "the key finds another member")
      writer.key(key)
      rewrite(member, to: &writer)
    }
    writer.endObject()
  }
}

/// The canonical form is its own canonical form, and refused only for numbers beyond the doubles.
func checkCanonical(_ value: JSONValue) {
  do throws(JSONError) {
    let canonical = try CanonicalJSON.bytes(of: value)
    let again = try CanonicalJSON.bytes(of: parsed(canonical))
    precondition(canonical == again, "the canonical form has another canonical form")
  } catch {
    precondition(error.code == .numberOutOfRange, "the canonical form is not to be had")
  }
}

/// Reads a text of our own writing, which may not fail.
func parsed(_ bytes: [UInt8]) -> JSONValue {
  do throws(JSONError) {
    return try JSONDocument.parse(bytes)
  } catch {
    preconditionFailure("our own text is refused: \(error)")
  }
}
