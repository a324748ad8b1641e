import ContentInspection
import Documents
import Foundation
import TestKit
import Testing

@testable import GatehouseService

@Suite struct FilesTests {
  @Test func `a pipe among the policies is refused, and nobody waits for its writer`() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("policy.yaml")
    // SAFETY: the path is a text that outlives the call.
    let made = unsafe mkfifo(path, 0o600)
    #expect(made == 0)
    #expect(throws: FileError.self) { try PolicyFiles.read([folder.url.path]) }
  }

  @Test func `a directory gives its policies by name, without hidden files and others`() throws {
    let folder = try TemporaryFolder()
    for name in ["b.yaml", "a.yml", ".hidden.yaml", "notes.txt"] {
      try folder.write("x: 1", to: name)
    }
    let names = try PolicyFiles.files([folder.url.path]).map { $0.split(separator: "/").last }
    #expect(names == ["a.yml", "b.yaml"])
  }

  @Test func `a data directory that others can write is refused`() throws {
    let folder = try TemporaryFolder()
    let data = folder.path("data")
    try Files.makeDirectory(data)
    #expect(Files.status(data)?.permissions == 0o700)
    // SAFETY: the path is a text that outlives the call.
    let changed = unsafe chmod(data, 0o770)
    #expect(changed == 0)
    #expect(throws: FileError.self) { try Files.makeDirectory(data) }
  }

  @Test func `a file is made once, for its owner alone`() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("key")
    try Files.create(path, [1, 2, 3])
    #expect(try Files.read(path) == [1, 2, 3])
    #expect(Files.status(path)?.permissions == 0o600)
    #expect(throws: FileError.self) { try Files.create(path, [4]) }
  }

  @Test func `patterns are read, and each mistake is reported where it stands`() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("patterns.yaml")
    try folder.write(
      "version: 1\npatterns:\n- id: customer\n  matches: 'C-[0-9]{6}'\n", to: "patterns.yaml")
    let patterns = try PatternFiles.read([path])
    #expect(patterns == [.init(id: "customer", expression: "C-[0-9]{6}", severity: .medium)])
    try folder.write(
      "version: 1\npatterns:\n- {id: Bad, matches: a}\n- {id: b, matches: x*}\n- {id: c, matches: (}\n",
      to: "patterns.yaml")
    let error = #expect(throws: DocumentErrors.self) { try PatternFiles.read([path]) }
    let lines = error?.problems.map { "\($0)".split(separator: ":")[1] }
    #expect(lines == ["3", "4", "5"])
  }
}
