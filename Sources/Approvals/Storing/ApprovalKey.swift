import ByteParsing
import Crypto
import Storage

/// The key under which actions are bound to approvals: made once, and shared by all instances on one storage.
enum ApprovalKey {
  static func readOrMake(in transaction: Transaction) throws(StorageError) -> Secret {
    let made = Hex.encode(SecureRandom.bytes(32))
    try transaction.run(
      "INSERT INTO approval_keys (name, secret) VALUES ('binding', $1) ON CONFLICT DO NOTHING",
      [.text(made)])
    let rows = try transaction.rows("SELECT secret FROM approval_keys WHERE name = 'binding'")
    guard let text = try rows.first?.text(0), let bytes = Hex.decode(text), bytes.count == 32 else {
      throw .foreignSchema("the key of the approvals is no key")
    }
    return Secret(bytes)
  }
}
