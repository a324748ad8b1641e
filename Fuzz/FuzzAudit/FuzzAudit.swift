import AuditLog

/// Feeds arbitrary bytes to the reader and the verifier, as a log and as changes to a valid log.
///
/// The first byte chooses. Even: the rest is a segment's lines, or with the second byte odd a
/// compressed segment, which must be read without a trap. Odd: the rest are edits of a valid log,
/// which must not verify to the very same report.
@_cdecl("LLVMFuzzerTestOneInput")
func fuzzAudit(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  // SAFETY: libFuzzer gives `count` readable bytes at `start` for the length of this call.
  let input = unsafe Array(UnsafeBufferPointer(start: start, count: count))
  guard let choice = input.first else { return 0 }
  let rest = Array(input.dropFirst())
  if choice.isMultiple(of: 2) {
    readArbitrary(rest)
  } else {
    readAltered(rest)
  }
  return 0
}

/// Whatever stands in the place of a log is read to an end.
func readArbitrary(_ bytes: [UInt8]) {
  var files = Subject.valid.files
  let names = files.keys.sorted().filter { $0.hasSuffix(".jsonl") }
  let isCompressed = bytes.first.map { !$0.isMultiple(of: 2) } ?? false
  // Only a finished segment may be compressed.
  guard let lines = isCompressed ? names.first : names.last else { return }
  if isCompressed { files[lines] = nil }
  files[isCompressed ? lines + ".gz" : lines] = Array(bytes.dropFirst())
  let disk = MemoryDisk(files)
  let report = AuditVerifier.verify(disk)
  precondition(report != Subject.valid.report, "arbitrary bytes verified")
  _ = try? AuditReader(disk).newest(10)
  _ = try? AuditReader(disk).records(from: 2, limit: 10)
  _ = Redactor.redact(bytes)
  _ = SignedNote(bytes: bytes)
}

/// A change to what is signed or chained never leaves the same report.
func readAltered(_ edits: [UInt8]) {
  var files = Subject.valid.files
  let names = files.keys.sorted().filter { name in
    [".jsonl", ".manifest", ".checkpoints"].contains { name.hasSuffix($0) }
  }
  for start in stride(from: 0, to: edits.count - 4, by: 5).prefix(8) {
    let name = names[Int(edits[start]) % names.count]
    var bytes = files[name] ?? []
    guard !bytes.isEmpty else { continue }
    let place = (Int(edits[start + 1]) << 8 | Int(edits[start + 2])) % bytes.count
    switch edits[start + 3] % 4 {
    case 0: bytes[place] ^= edits[start + 4]
    case 1: bytes.insert(edits[start + 4], at: place)
    case 2: bytes.removeSubrange(place..<min(bytes.count, place + 1 + Int(edits[start + 4])))
    default: bytes.removeLast(bytes.count - place)
    }
    files[name] = bytes
  }
  let report = AuditVerifier.verify(MemoryDisk(files))
  precondition(
    files == Subject.valid.files || report != Subject.valid.report, "an altered log verified")
}

/// A valid log, made once: several starts and stops, in two segments.
struct Subject {
  static let valid = Subject()

  let files: [String: [UInt8]]
  let report: AuditReport

  private init() {
    let disk = MemoryDisk([:])
    var options = AuditOptions()
    options.reserveBytes = 1
    options.segmentBytes = 1500
    for _ in 0..<5 {
      // Let go of, the log records its stop and ends before this goes on.
      _ = try? AuditLog(disk, options: options)
    }
    files = disk.files
    report = AuditVerifier.verify(disk)
    precondition(report.isIntact && report.size > 8, "the valid log is not")
  }
}
