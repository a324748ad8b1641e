import UnicodeText
import WebURL

/// Feeds arbitrary text to the URL parser, a base behind a newline if there is one, and checks what must hold.
@_cdecl("LLVMFuzzerTestOneInput")
func fuzzURL(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  // SAFETY: libFuzzer gives `count` readable bytes at `start` for the length of this call.
  let input = unsafe Array(UnsafeBufferPointer(start: start, count: count))
  checkForms(input)
  let lines = input.split(separator: 0x0A, maxSplits: 1, omittingEmptySubsequences: false)
  let base = lines.count == 2 ? WebURL(String(decoding: lines[1], as: UTF8.self)) : nil
  if let base { checkStable(base) }
  guard let url = WebURL(String(decoding: lines[0], as: UTF8.self), base: base) else { return 0 }
  checkStable(url)
  return 0
}

/// A serialised URL reads as the same URL, and holds ASCII alone.
func checkStable(_ url: WebURL) {
  let text = url.description
  precondition(text.utf8.allSatisfy { $0 < 0x80 }, "the URL is not ASCII")
  // Percent-encoding triples a text, at most.
  guard text.utf8.count <= WebURL.maximumLength else { return }
  guard let again = WebURL(text) else { preconditionFailure("our own URL is refused: \(text)") }
  precondition(again.description == text, "the URL changes when it is read again: \(text)")
  precondition(again.host == url.host && again.path == url.path, "its parts change: \(text)")
  if case .domain(let name)? = url.host {
    precondition(URLHost(name) == url.host, "the host changes when it is read again: \(name)")
    if let domain = PublicSuffix.registrableDomain(of: name) {
      precondition(!domain.isEmpty, "nothing is registrable")
    }
  }
}

/// Every form of a text maps back into it, in order, and is UTF-8.
func checkForms(_ input: [UInt8]) {
  for form in [TextForm.plain, [.compatibility], [], [.withoutMarks, .foldedCase]] {
    let result = form.applied(to: input)
    let last = result.bytes.count
    var place = 0
    for offset in stride(from: 0, to: last, by: max(1, last / 16)) {
      let origin = result.origin(of: offset..<(offset + 1))
      precondition(!origin.isEmpty && origin.upperBound <= input.count, "it came from nowhere")
      precondition(origin.lowerBound >= place, "the order of the text changes")
      place = origin.lowerBound
    }
    let isWhole = String(validating: input, as: UTF8.self) != nil
    if isWhole { precondition(String(validating: result.bytes, as: UTF8.self) != nil, "not UTF-8") }
  }
}
