import Crypto

/// What a log's directory holds: its segments in order, the signed manifests chained to each other,
/// and what was dropped.
struct Catalog: Sendable {
  /// The finished segments, oldest first; those before `firstKept` have no lines any more.
  private(set) var manifests: [SegmentManifest] = []
  /// The hash of the last manifest as it is stored, which the next one names.
  private(set) var lastManifestHash = SHA256Digest.zero
  /// The first segment whose lines retention has kept.
  private(set) var firstKept = 1
  /// The segment that is being written, if there is one.
  private(set) var open: SegmentName?
  /// The files there are.
  private(set) var files: Set<String> = []

  /// Where the log stands after its finished segments.
  var head: LogHead { manifests.last?.head ?? LogHead() }

  /// The finished segments whose lines are kept.
  var kept: ArraySlice<SegmentManifest> {
    manifests[(manifests.firstIndex { $0.name.number >= firstKept } ?? manifests.endIndex)...]
  }

  /// The file of a segment's lines, compressed or not; nil where there is none.
  func lines(of name: SegmentName) -> (file: String, isCompressed: Bool)? {
    // While one is made from the other both exist: the original is the safer.
    let plain = name.file(.lines)
    if files.contains(plain) { return (plain, false) }
    let compressed = name.file(.compressed)
    return files.contains(compressed) ? (compressed, true) : nil
  }

  /// Reads the directory and checks that manifests, names and kept segments fit together without a
  /// gap.
  ///
  /// Signatures: each manifest holds the hash of the one before, so that the last one's signature
  /// vouches for all.
  init(_ disk: any Disk, origin: String?, keys: [NoteVerifier]) throws(CatalogError) {
    do throws(DiskError) {
      files = Set(try disk.list())
    } catch {
      throw .disk(error)
    }
    if let retention = try Self.note(disk, Retention.file, keys, files) {
      guard let kept = Retention(text: retention.text) else {
        throw .bad(Retention.file, "is not a retention note")
      }
      firstKept = kept.firstSegment
    }
    var names: [Int: SegmentName] = [:]
    for case (let name, let suffix)? in files.map(SegmentName.read) {
      if let other = names[name.number], other != name {
        throw .bad(name.file(suffix), "has the number of another segment")
      }
      names[name.number] = name
    }
    for name in names.values.sorted() {
      guard name.number == manifests.count + 1, open == nil else {
        throw .gap(open?.number ?? manifests.count + 1)
      }
      guard name.firstSequence == head.size else {
        throw .bad(name.file(.lines), "does not follow the segment before")
      }
      try take(name, from: disk, origin: origin, keys: keys)
    }
    try checkLastSignature(disk, keys)
    for manifest in kept where lines(of: manifest.name) == nil {
      throw .missing(manifest.name.file(.lines))
    }
  }

  /// Adds one segment: a manifest makes it finished, its lines alone make it the open one.
  private mutating func take(
    _ name: SegmentName, from disk: any Disk, origin: String?, keys: [NoteVerifier]
  ) throws(CatalogError) {
    let file = name.file(.manifest)
    guard files.contains(file) else {
      guard files.contains(name.file(.lines)) else { throw .missing(name.file(.manifest)) }
      open = name
      return
    }
    let bytes = try Self.contents(disk, file)
    guard let note = SignedNote(bytes: bytes), let manifest = SegmentManifest(text: note.text),
      manifest.name == name, origin == nil || manifest.origin == origin
    else { throw .bad(file, "is not the manifest of this segment") }
    guard manifest.previous == lastManifestHash else {
      throw .bad(file, "does not follow the manifest before")
    }
    manifests.append(manifest)
    lastManifestHash = SHA256.hash(bytes)
  }

  private func checkLastSignature(_ disk: any Disk, _ keys: [NoteVerifier]) throws(CatalogError) {
    guard let last = manifests.last else { return }
    _ = try Self.note(disk, last.name.file(.manifest), keys, files)
  }

  /// Reads a note that must be signed by the log; nil where there is none.
  private static func note(
    _ disk: any Disk, _ file: String, _ keys: [NoteVerifier], _ files: Set<String>
  ) throws(CatalogError) -> SignedNote? {
    guard files.contains(file) else { return nil }
    guard let note = SignedNote(bytes: try contents(disk, file)) else {
      throw .bad(file, "is not a signed note")
    }
    guard note.isSigned(by: keys) else { throw .unsigned(file) }
    return note
  }

  private static func contents(_ disk: any Disk, _ file: String) throws(CatalogError) -> [UInt8] {
    do throws(DiskError) {
      return try disk.contents(of: file, limit: 1 << 20) ?? []
    } catch {
      throw .disk(error)
    }
  }
}

/// Says why a log's directory does not fit together.
enum CatalogError: Error, Equatable {
  /// A file that must be there is not.
  case missing(String)
  /// Of a segment with this number there is nothing, or no manifest.
  case gap(Int)
  /// A file does not hold what it must.
  case bad(String, String)
  /// A note is not signed by the log.
  case unsigned(String)
  case disk(DiskError)

  var text: String {
    switch self {
    case .missing(let file): "`\(file)` is missing"
    case .gap(let number): "segment \(number) or its manifest is missing"
    case .bad(let file, let what): "`\(file)` \(what)"
    case .unsigned(let file): "`\(file)` is not signed by this log"
    case .disk(let error): error.text
    }
  }
}
