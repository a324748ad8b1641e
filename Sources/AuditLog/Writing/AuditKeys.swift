import ByteParsing
import Crypto

/// The log's keys: one signs, one makes the codes of arguments; each in a file of its own, mode
/// 0600.
struct AuditKeys: Sendable {
  let signer: NoteSigner
  /// Makes the codes of full arguments.
  let argumentCode: HMACSHA256
  /// Tells one argument key from another without telling the key.
  let argumentKeyID: String
  /// Every key the log has signed with, the present one last.
  let verifiers: [NoteVerifier]
  /// The files that were made because they were missing.
  let made: [String]

  /// The log's name in checkpoints, manifests and keys.
  var origin: String { signer.verifier.name }

  static let signingFile = "signing.key"
  static let argumentFile = "arguments.key"
  /// Public: verifier keys, one a line, newest last.
  static let verifierFile = "verifiers"

  /// Reads the keys, and makes those that are missing.
  ///
  /// The public key is stored before the private one, so that no signature is ever without its key.
  /// Without an `origin` the log keeps the name that its last key has.
  init(_ disk: any Disk, origin: String?) throws(AuditError) {
    if let origin, !NoteVerifier.isName(origin) {
      throw .failed("`\(origin)` cannot name a log, use letters, digits, `.`, `-` and `/`")
    }
    var verifiers = try Self.verifiers(disk)
    var made: [String] = []
    if let seed = try Self.key(disk, Self.signingFile) {
      signer = try Self.signer(seed, origin ?? verifiers.last?.name)
      guard verifiers.last?.text == signer.verifier.text else {
        throw .broken(
          """
          `\(Self.signingFile)` and the name `\(signer.verifier.name)` are not what \
          `\(Self.verifierFile)` ends with
          """)
      }
    } else {
      let seed = SecureRandom.bytes(Ed25519.keyByteCount)
      signer = try Self.signer(Secret(seed), origin ?? verifiers.last?.name)
      verifiers.append(signer.verifier)
      let lines = verifiers.map { "\($0.text)\n" }.joined()
      try AuditError.mapping { () throws(DiskError) in
        try disk.replace(Self.verifierFile, with: Array(lines.utf8))
      }
      try Self.store(seed, disk, Self.signingFile)
      made.append(Self.signingFile)
    }
    let argumentKey: Secret
    if let key = try Self.key(disk, Self.argumentFile) {
      argumentKey = key
    } else {
      let bytes = SecureRandom.bytes(SHA256Digest.byteCount)
      try Self.store(bytes, disk, Self.argumentFile)
      argumentKey = Secret(bytes)
      made.append(Self.argumentFile)
    }
    argumentCode = HMACSHA256(key: argumentKey)
    let id = argumentCode.authenticate(Array("gatehouse audit argument key".utf8))
    argumentKeyID = String(id.description.prefix(16))
    self.verifiers = verifiers
    self.made = made
  }

  /// Reads the public keys; none where the file is missing.
  static func verifiers(_ disk: any Disk) throws(AuditError) -> [NoteVerifier] {
    let bytes = try AuditError.mapping { () throws(DiskError) in
      try disk.contents(of: verifierFile, limit: 1 << 20)
    }
    var verifiers: [NoteVerifier] = []
    for line in String(decoding: bytes ?? [], as: UTF8.self).split(separator: "\n") {
      guard let verifier = NoteVerifier(text: line) else {
        throw .broken("`\(verifierFile)` holds a line that is not a verifier key")
      }
      verifiers.append(verifier)
    }
    return verifiers
  }

  /// Makes the signer; a log without a name is named after its key.
  private static func signer(_ seed: Secret, _ origin: String?) throws(AuditError) -> NoteSigner {
    guard let key = Ed25519.PrivateKey(seed),
      let signer = NoteSigner(name: origin ?? name(after: key.publicKey), key: key)
    else {
      throw .broken("`\(signingFile)` does not hold an Ed25519 key")
    }
    return signer
  }

  /// A name that no other log has: two of one name could not be told apart by what is signed.
  private static func name(after key: Ed25519.PublicKey) -> String {
    "gatehouse.local/\(SHA256.hash(key.bytes).description.prefix(8))"
  }

  /// Reads a file of 64 hexadecimal digits and a line break.
  private static func key(_ disk: any Disk, _ file: String) throws(AuditError) -> Secret? {
    let bytes = try AuditError.mapping { () throws(DiskError) in
      try disk.contents(of: file, limit: 1 << 10)
    }
    guard let bytes else { return nil }
    guard bytes.last == UInt8(ascii: "\n"),
      let key = Hex.decode(bytes.dropLast()), key.count == 32
    else { throw .broken("`\(file)` does not hold 64 hexadecimal digits") }
    return Secret(key)
  }

  private static func store(_ key: [UInt8], _ disk: any Disk, _ file: String) throws(AuditError) {
    try AuditError.mapping { () throws(DiskError) in
      try disk.replace(file, with: Array("\(Hex.encode(key))\n".utf8))
    }
  }
}
