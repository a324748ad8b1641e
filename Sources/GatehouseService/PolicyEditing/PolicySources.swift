import Console
import Crypto
import Documents
import Expressions
import JSON
import Policy

/// Reads the files of the policy, and compiles them.
struct PolicySourceFiles: Sendable {
  let paths: [String]
  let compiler: PolicySetCompiler

  /// - Throws: `failed` where a file cannot be read.
  func read() throws(PolicyDeskError) -> PolicySources {
    do throws(FileError) {
      return PolicySources(all: try PolicyFiles.read(paths))
    } catch {
      throw .failed(error.description)
    }
  }
}

/// What policies are compiled with.
struct PolicySetCompiler: Sendable {
  let tools: KnownTools
  let timeZones: TimeZoneDatabase

  func compile(_ sources: [DocumentSource]) throws(DocumentErrors) -> PolicySet {
    try PolicySet.load(sources, timeZones: timeZones, tools: tools)
  }
}

/// The files of the policy at one moment.
struct PolicySources: Sendable {
  var all: [DocumentSource]

  /// The SHA-256 of all of them, in hexadecimal.
  var digest: String { SHA256.hash(PolicySet.canonicalBytes(of: all)).description }

  /// The files with one of them as a draft would have it.
  func with(_ draft: PolicyDraft) throws(PolicyDeskError) -> PolicySources {
    try with(draft.source, Array(draft.text.utf8))
  }

  func with(_ name: String, _ bytes: [UInt8]) throws(PolicyDeskError) -> PolicySources {
    guard let index = all.firstIndex(where: { $0.name == name }) else { throw .unknownSource }
    var changed = self
    changed.all[index] = DocumentSource(name: name, bytes: bytes)
    return changed
  }

  subscript(name: String) -> DocumentSource? { all.first { $0.name == name } }

  /// The file that keeps what stood in another before its last change.
  static func kept(of name: String) -> String { Files.sibling(of: name, "previous") }

  /// Writes the files, and of those that are in use otherwise also how.
  func list(live: PolicyKeeper.Live?, isWritable: Bool) -> [UInt8] {
    var writer = JSONWriter(capacity: 4_096)
    writer.beginObject()
    writer.member("digest", digest)
    writer.member("live_digest", live?.digest)
    writer.member("writable", isWritable)
    writer.key("sources")
    writer.beginArray()
    for source in all {
      writer.beginObject()
      writer.member("name", source.name)
      writer.member("text", source.text)
      let used = live?.set.sources.first { $0.name == source.name }
      if let used, used.bytes != source.bytes { writer.member("live", used.text) }
      writer.member("in_use", used != nil)
      writer.member("has_previous", Files.status(Self.kept(of: source.name)) != nil)
      writer.endObject()
    }
    writer.endArray()
    writer.endObject()
    return writer.bytes
  }
}

extension DocumentSource {
  /// The bytes as text; what is no UTF-8 is shown as such.
  fileprivate var text: String { String(decoding: bytes, as: UTF8.self) }
}
