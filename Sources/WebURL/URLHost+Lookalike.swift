import ByteParsing
internal import CIDN2
internal import UnicodeText

extension URLHost {
  /// The ASCII name that a reader would take this one for: `apple.com` for `xn--pple-43d.com`, whose `а` is Cyrillic.
  ///
  /// Nil for a name that looks like itself, and for one with letters that look like nothing in ASCII.
  package var lookalike: String? {
    guard case .domain(let name) = self, name.contains(bytes: "xn--"),
      let shown = shown(name)
    else { return nil }
    let read = TextForm.plain.applied(to: shown).bytes
    guard read.allSatisfy({ $0 < 0x80 }) else { return nil }
    let text = String(decoding: read, as: UTF8.self)
    return text == name ? nil : text
  }

  /// The name in Unicode; nil where its encoding is broken.
  private func shown(_ name: String) -> String? {
    guard !name.utf8.contains(0) else { return nil }
    var output: UnsafeMutablePointer<CChar>?
    // SAFETY: both texts end in NUL; libidn2 allocates the result, which is freed here once it has been copied.
    let status = unsafe name.withCString { unsafe idn2_to_unicode_8z8z($0, &output, 0) }
    guard status == IDN2_OK.rawValue, let found = unsafe output else { return nil }
    defer { unsafe idn2_free(found) }
    return unsafe String(cString: found)
  }
}
