import ByteParsing
import Crypto
import Foundation
import TestKit
import Testing

@testable import AuditLog

@Suite struct MerkleTests {
  private func digest(_ text: Any?) -> SHA256Digest? {
    (text as? String).flatMap { Base64.decode($0) }.flatMap { SHA256Digest(bytes: $0) }
  }

  /// Reads a proof; nil where a step is not a hash, which no proof may hold.
  private func proof(_ steps: Any?) -> [SHA256Digest]? {
    guard let steps = steps as? [String] else { return [] }
    let hashes = steps.compactMap(digest)
    return hashes.count == steps.count ? hashes : nil
  }

  @Test func `inclusion proofs of the outside suite verify or fail as it says`() throws {
    guard let cases = try Corpora.lines("merkle-tlog/inclusion.jsonl") else { return }
    #expect(cases.count == 98)
    for test in cases {
      let index = (test["leafIdx"] as? NSNumber)?.uint64Value ?? 0
      let size = (test["treeSize"] as? NSNumber)?.uint64Value ?? 0
      var isValid = false
      if let leaf = digest(test["leafHash"]), let root = digest(test["root"]),
        let steps = proof(test["proof"])
      {
        isValid = MerkleProof.includes(leaf, at: index, size: size, root: root, proof: steps)
      }
      #expect(isValid == (test["wantErr"] as? Bool == false), "\(test["id"] ?? "")")
    }
  }

  @Test func `consistency proofs of the outside suite verify or fail as it says`() throws {
    guard let cases = try Corpora.lines("merkle-tlog/consistency.jsonl") else { return }
    #expect(cases.count == 98)
    var differing: [String] = []
    for test in cases {
      let old = (test["size1"] as? NSNumber)?.uint64Value ?? 0
      let new = (test["size2"] as? NSNumber)?.uint64Value ?? 0
      var isValid = false
      if let oldRoot = digest(test["root1"]), let newRoot = digest(test["root2"]),
        let steps = proof(test["proof"])
      {
        isValid = MerkleProof.extends(oldRoot, size: old, to: newRoot, size: new, proof: steps)
      }
      if isValid != (test["wantErr"] as? Bool == false) { differing.append("\(test["id"] ?? "")") }
    }
    let complaint = try KnownDifferences("AuditLog/consistency-differences").complaint(
      about: differing)
    #expect(complaint == nil, "\(complaint ?? "")")
  }

  @Test func `nothing is proved from the empty tree, not even with its true root`() {
    var hasher = MerkleHasher()
    let (empty, leaf) = (hasher.empty(), hasher.leaf([1, 2].span))
    #expect(!MerkleProof.extends(empty, size: 0, to: empty, size: 0, proof: []))
    #expect(!MerkleProof.extends(empty, size: 0, to: leaf, size: 1, proof: []))
    #expect(MerkleProof.extends(leaf, size: 1, to: leaf, size: 1, proof: []))
    #expect(!MerkleProof.extends(leaf, size: 1, to: empty, size: 1, proof: []))
  }

  @Test func `the frontier's roots are those of the reference tree of RFC 6962`() throws {
    guard let data = Corpora.file("merkle-tlog/rfc6962-reference-tree.json"),
      let tree = try JSONSerialization.jsonObject(with: data) as? [String: Any],
      let leaves = tree["leaf_inputs_hex"] as? [String],
      let roots = tree["root_hash_hex_by_tree_size"] as? [String]
    else { return }
    var frontier = MerkleFrontier()
    var hasher = MerkleHasher()
    #expect(frontier.root(with: &hasher).description == roots[0])
    for (index, leaf) in leaves.enumerated() {
      let bytes = try #require(Hex.decode(leaf))
      frontier.append(hasher.leaf(bytes.span), with: &hasher)
      #expect(frontier.root(with: &hasher).description == roots[index + 1])
      #expect(MerkleFrontier(size: frontier.size, subtrees: frontier.subtrees) == frontier)
    }
    #expect(MerkleFrontier(size: frontier.size + 2, subtrees: frontier.subtrees) == nil)
  }

  @Test func `another implementation's log has the roots that its checkpoints state`() throws {
    guard let data = Corpora.file("merkle-tlog/tessera-test-log.json"),
      let log = try JSONSerialization.jsonObject(with: data) as? [String: Any],
      let leaves = log["leaves_utf8_in_order"] as? [String],
      let files = log["files_b64"] as? [String: String],
      let verifier = (log["verifier_key"] as? String).flatMap({ NoteVerifier(text: $0) })
    else { return }
    var frontier = MerkleFrontier()
    var hasher = MerkleHasher()
    for size in 0...leaves.count {
      if size > 0 {
        frontier.append(hasher.leaf(Array(leaves[size - 1].utf8).span), with: &hasher)
      }
      let stored = files["checkpoint.\(size)"] ?? files["checkpoint"]
      let note = try #require(
        stored.flatMap { Base64.decode($0) }.flatMap { SignedNote(bytes: $0) })
      #expect(note.isSigned(by: [verifier]))
      let checkpoint = try #require(Checkpoint(text: note.text))
      #expect(checkpoint.size == UInt64(size))
      #expect(checkpoint.root == frontier.root(with: &hasher))
      #expect(checkpoint.text == note.text)
    }
  }
}
