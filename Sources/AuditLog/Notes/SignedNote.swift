import ByteParsing

/// A text with signature lines below it (C2SP signed-note).
///
/// ```
/// text, of one or more lines
///
/// — signer base64(key hash ‖ signature)
/// ```
package struct SignedNote: Sendable, Equatable {
  /// What is signed, its last line break included.
  package let text: String
  /// The signatures as they stand, known and unknown.
  package let signatures: [Signature]

  /// One line below the text.
  package struct Signature: Sendable, Equatable {
    package let name: String
    package let keyHash: UInt32
    package let bytes: [UInt8]
  }

  /// How many signatures a note may have.
  package static let mostSignatures = 100

  private static let mark = "— "

  init(text: String, signatures: [Signature]) {
    self.text = text
    self.signatures = signatures
  }

  /// Reads a note; nil for what the format does not allow.
  package init?(bytes: [UInt8]) {
    guard let note = String(validating: bytes, as: UTF8.self),
      !note.utf8.contains(where: { $0 < 0x20 && $0 != UInt8(ascii: "\n") || $0 == 0x7F }),
      note.utf8.last == UInt8(ascii: "\n")
    else { return nil }
    // The last empty line separates text from signatures, since a text may hold empty lines itself.
    let lines = note.utf8.dropLast().split(
      separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    guard let gap = lines.lastIndex(where: \.isEmpty), gap > 0, gap < lines.count - 1,
      lines.count - gap - 1 <= Self.mostSignatures
    else { return nil }
    var signatures: [Signature] = []
    for line in lines[(gap + 1)...] {
      guard let signature = Signature(line: Substring(line)) else { return nil }
      signatures.append(signature)
    }
    text = lines[..<gap].map { "\(Substring($0))\n" }.joined()
    self.signatures = signatures
  }

  /// The note as it is stored and sent.
  package var bytes: [UInt8] {
    let lines = signatures.map { "\(Self.mark)\($0.name) \(Base64.encode($0.encoded))\n" }
    return Array("\(text)\n\(lines.joined())".utf8)
  }

  /// Says whether a known signer signed the text, and no signature under a known key is wrong.
  ///
  /// Signers that nobody knows are passed over; a key listed twice makes its signatures ambiguous
  /// and refuses the note.
  package func isSigned(by verifiers: [NoteVerifier]) -> Bool {
    let bytes = Array(text.utf8)
    var isSigned = false
    for signature in signatures {
      let known = verifiers.filter { $0.name == signature.name && $0.keyHash == signature.keyHash }
      guard let verifier = known.first else { continue }
      guard known.count == 1, verifier.verifies(signature.bytes, of: bytes) else { return false }
      isSigned = true
    }
    return isSigned
  }
}

extension SignedNote.Signature {
  /// Key hash and signature, as the line encodes them.
  fileprivate var encoded: [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: keyHash >> (24 - 8 * $0)) } + bytes
  }

  /// Reads `— name base64`.
  fileprivate init?(line: Substring) {
    guard line.hasPrefix("— ") else { return nil }
    let parts = line.dropFirst(2).split(separator: " ", omittingEmptySubsequences: false)
    guard parts.count == 2, NoteVerifier.isName(String(parts[0])),
      let encoded = Base64.decode(parts[1]), encoded.count > 4
    else { return nil }
    name = String(parts[0])
    keyHash = encoded.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
    bytes = Array(encoded.dropFirst(4))
  }
}
