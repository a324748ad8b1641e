import ByteParsing
import Crypto
import TestKit
import Testing

@testable import AuditLog

@Suite struct NoteTests {
  @Test func `notes of the outside suite are accepted or refused as it says`() throws {
    guard let cases = try Corpora.lines("merkle-tlog/signed-notes.jsonl") else { return }
    #expect(cases.count == 32)
    for (index, test) in cases.enumerated() {
      let keys = (test["verifier_keys"] as? [String] ?? []).compactMap { NoteVerifier(text: $0) }
      let bytes = try #require((test["note_b64"] as? String).flatMap { Base64.decode($0) })
      let isAccepted = SignedNote(bytes: bytes)?.isSigned(by: keys) ?? false
      #expect(
        isAccepted == (test["expect"] as? String == "accept"), "case \(index): \(test["why"] ?? "")"
      )
    }
  }

  @Test func `a note survives writing and reading, and no altered byte of it does`() throws {
    let key = try #require(Ed25519.PrivateKey(Secret([UInt8](repeating: 7, count: 32))))
    let signer = try #require(NoteSigner(name: "log.test/one", key: key))
    let root = SHA256.hash([1])
    let note = signer.sign(Checkpoint(origin: "log.test/one", size: 5, root: root).text)
    let read = try #require(SignedNote(bytes: note.bytes))
    #expect(read == note)
    #expect(read.isSigned(by: [signer.verifier]))
    #expect(Checkpoint(text: read.text)?.size == 5)
    for index in note.bytes.indices {
      var altered = note.bytes
      altered[index] ^= 1
      #expect(SignedNote(bytes: altered)?.isSigned(by: [signer.verifier]) != true)
    }
  }

  @Test func `a verifier key is read back from its text, and not with another hash`() throws {
    let key = try #require(Ed25519.PrivateKey(Secret([UInt8](repeating: 7, count: 32))))
    let verifier = try #require(NoteVerifier(name: "log.test", key: key.publicKey))
    #expect(NoteVerifier(text: verifier.text)?.text == verifier.text)
    #expect(NoteVerifier(text: verifier.text.replacing("log.test+", with: "log.toast+")) == nil)
    #expect(NoteVerifier(name: "two words", key: key.publicKey) == nil)
    #expect(NoteVerifier(name: "a+b", key: key.publicKey) == nil)
  }

  @Test func `a file held elsewhere is one note, or what a sink wrote, and nothing else`() throws {
    let key = try #require(Ed25519.PrivateKey(Secret([UInt8](repeating: 7, count: 32))))
    let signer = try #require(NoteSigner(name: "log.test", key: key))
    let notes = (1...3).map { size in
      signer.sign(Checkpoint(origin: "log.test", size: UInt64(size), root: .zero).text)
    }
    #expect(CheckpointFile.held(notes[0].bytes) == [notes[0]])
    let sink = notes.flatMap { CheckpointFile.entry($0) }
    #expect(CheckpointFile.held(sink) == notes)
    // Without its last line break the last note is still whole.
    #expect(CheckpointFile.held(sink.dropLast()) == notes)
    #expect(CheckpointFile.held(sink.dropLast(9)) == Array(notes[..<2]))
    #expect(CheckpointFile.held([]) == nil)
    #expect(CheckpointFile.held(Array("no note".utf8)) == nil)
    var altered = sink
    altered[notes[0].bytes.count + 1] = 0
    #expect(CheckpointFile.held(altered) == nil)
  }

  @Test
  func `a torn checkpoint file gives the whole notes and tells a torn tail from an altered entry`()
    throws
  {
    let key = try #require(Ed25519.PrivateKey(Secret([UInt8](repeating: 7, count: 32))))
    let signer = try #require(NoteSigner(name: "log.test", key: key))
    let entries = (1...3).map { size in
      CheckpointFile.entry(
        signer.sign(Checkpoint(origin: "log.test", size: UInt64(size), root: .zero).text))
    }
    let bytes = Array(entries.joined())
    #expect(CheckpointFile.read(bytes).notes.count == 3)
    for cut in 1..<entries[2].count {
      let (notes, unread, isAltered) = CheckpointFile.read(bytes.dropLast(cut))
      #expect(notes.count == 2 && unread == entries[2].count - cut && !isAltered)
    }
    var altered = bytes
    altered[entries[0].count] = 0
    #expect(CheckpointFile.read(altered).isAltered)
  }
}
