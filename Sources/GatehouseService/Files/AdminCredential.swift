import Authentication
package import Crypto

/// The one credential that opens the admin listener, made at first start and kept in the data directory.
package enum AdminCredential {
  /// The file's name within the data directory; only the daemon's user may read it.
  package static let fileName = "admin.token"

  /// Reads the token's hash, making token and file where there are none.
  package static func hash(in data: String) throws(FileError) -> SHA256Digest {
    let path = "\(data)/\(fileName)"
    guard Files.status(path) != nil else {
      let (token, hash) = BearerToken.make()
      try Files.create(path, Array("\(token)\n".utf8))
      return hash
    }
    return SHA256.hash(try token(in: data))
  }

  /// Reads the token itself, as operators' commands do.
  package static func token(in data: String) throws(FileError) -> [UInt8] {
    let path = "\(data)/\(fileName)"
    if let status = Files.status(path), status.permissions & 0o077 != 0 {
      throw FileError(
        path: path,
        problem: "can be read by other users: `chmod 600` it, or delete it to have a new one made",
        reason: nil)
    }
    let token = try Files.read(path).filter { $0 > 0x20 }
    guard token.count >= 32 else {
      throw FileError(
        path: path, problem: "holds no token: delete it to have a new one made", reason: nil)
    }
    return token
  }
}
