import ActionModel
import Foundation
import TestKit
import Testing

@testable import EffectAnalysis

@Suite struct PathTraversalTests {
  private static let root = "/home/ann/project"

  /// What the payload lands on after each decoding that programs perform, worked out by other means than ours.
  ///
  /// - Parameter isLenient: Whether overlong text and backslashes are read too, before and after each decoding.
  private static func landings(of path: String, isLenient: Bool) -> Set<String> {
    var found: Set<String> = []
    var texts: Set = [Array(path.utf8)]
    for _ in 0...3 {
      if isLenient {
        for text in texts {
          texts.insert(overlong(text).map { $0 == UInt8(ascii: "\\") ? UInt8(ascii: "/") : $0 })
        }
      }
      for text in texts { found.insert(normalized(text, root)) }
      texts = Set(texts.map(unquoted))
    }
    return found
  }

  /// Python's `urllib.parse.unquote_to_bytes`.
  private static func unquoted(_ bytes: [UInt8]) -> [UInt8] {
    let pieces = bytes.split(separator: UInt8(ascii: "%"), omittingEmptySubsequences: false)
    var result = Array(pieces[0])
    for piece in pieces.dropFirst() {
      let digits = String(decoding: piece.prefix(2), as: UTF8.self)
      if digits.utf8.count == 2, digits.allSatisfy(\.isHexDigit),
        let byte = UInt8(digits, radix: 16)
      {
        result.append(byte)
        result += piece.dropFirst(2)
      } else {
        result.append(UInt8(ascii: "%"))
        result += piece
      }
    }
    return result
  }

  /// Two bytes that stand for one of ASCII, as old decoders took them.
  private static func overlong(_ bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    var index = 0
    while index < bytes.count {
      if bytes[index] == 0xC0 || bytes[index] == 0xC1, index + 1 < bytes.count {
        result.append((bytes[index] & 1) << 6 | bytes[index + 1] & 0x3F)
        index += 2
      } else {
        result.append(bytes[index])
        index += 1
      }
    }
    return result
  }

  /// Python's `os.path.normpath(os.path.join(root, path))`, cut off at a NUL.
  private static func normalized(_ bytes: [UInt8], _ root: String) -> String {
    let path = String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    var names: [Substring] = []
    for name in (path.hasPrefix("/") ? path : root + "/" + path).split(separator: "/")
    where name != "." {
      if name == ".." { _ = names.popLast() } else { names.append(name) }
    }
    return "/" + names.joined(separator: "/")
  }

  @Test(arguments: [false, true])
  func `no payload reaches a place that is not reported`(isJoined: Bool) throws {
    guard let rows = try Corpora.lines("path-traversal/payloads.jsonl") else { return }
    let resolver = PathResolver(home: "/home/ann")
    var unseen: [String] = []
    var unknown = 0
    var outside = 0
    // Joining changes nothing but the front, so that a third of the payloads will do.
    for (index, row) in rows.enumerated() where !isJoined || index.isMultiple(of: 3) {
      guard let payload = row["payload"] as? String,
        // The kernel knows better than normpath where these lead.
        !payload.hasPrefix("/proc/self/fd/"), !payload.hasPrefix("/proc/self/cwd/")
      else { continue }
      let argument = isJoined ? "\(Self.root)/\(payload)" : payload
      let targets = resolver.resolve(argument: argument, from: Self.root).map(\.target)
      if targets.contains(.unknown) {
        unknown += 1
        continue
      }
      for landing in Self.landings(of: argument, isLenient: false)
      where !targets.contains(.exact(landing)) {
        unseen.append("\(argument) -> \(landing)")
      }
      for landing in Self.landings(of: argument, isLenient: true)
      where !landing.hasPrefix(Self.root + "/") && !targets.contains(.exact(landing)) {
        unseen.append("\(argument) -> \(landing)")
      }
      if !targets.allSatisfy({ $0.description.hasPrefix(Self.root) }) { outside += 1 }
    }
    print("path-traversal: \(rows.count) payloads, \(unknown) unknown, \(outside) outside")
    #expect(unseen.isEmpty, "\(unseen.count): \(unseen.prefix(5))")
    #expect(rows.count > 3000)
  }

  @Test func `an ordinary path has one reading`() {
    let resolver = PathResolver(home: "/home/ann")
    for path in [
      "src/main.swift", "/etc/hosts", "../sibling/a-b_c.txt", "été.txt", "a b", "50% off.md",
    ] {
      #expect(resolver.resolve(argument: path, from: Self.root).count == 1, "\(path)")
    }
  }

  @Test func `each disguise shows what it hides`() throws {
    let url = Corpora.repository.appending(
      path: "Tests/Fixtures/EffectAnalysis/paths/disguises.tsv")
    let resolver = PathResolver(home: "/home/ann")
    for line in try String(contentsOf: url, encoding: .utf8).split(separator: "\n")
    where !line.hasPrefix("#") {
      let row = line.components(separatedBy: "\t")
      let text = row[0].replacingOccurrences(of: "<NUL>", with: "\0")
      let targets = resolver.resolve(argument: text, from: Self.root).map(\.target.description)
      #expect(targets.contains(row[1]), "\(row[0]): \(targets)")
    }
  }

  @Test func `a path that cannot be told says why`() {
    let resolver = PathResolver(home: nil)
    let whys = [
      "a\0b": "the path holds a NUL byte",
      "/proc/self/fd/7": "what an open file is cannot be told from its number",
      "/proc/7/cwd/x": "the directory of another process is not known",
    ]
    for (path, why) in whys {
      let first = resolver.resolve(argument: path, from: Self.root).first
      #expect(first == .unknown(why))
    }
    let homeless = resolver.resolve(argument: "~/x", from: Self.root)
    #expect(homeless.last == .unknown("the home directory is not known"))
  }

  @Test func `readings stay few and linear in the path`() {
    let path = String(repeating: "%25252e%252e%2f....//\\..;x/", count: 2_000)
    let readings = PathReadings(of: path)
    #expect(readings.texts.count <= 40)
    #expect(readings.texts.allSatisfy { $0.utf8.count <= path.utf8.count + 4 })
  }
}
