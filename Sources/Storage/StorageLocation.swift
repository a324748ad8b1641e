package import Crypto

/// Where the rows are kept.
package enum StorageLocation: Sendable {
  /// In one SQLite file, which belongs to one instance.
  case file(path: String)
  /// In a PostgreSQL database, which several instances may share: a connection URI or `keyword=value` pairs, as libpq
  /// takes them. It may hold a password.
  case postgresql(Secret)
}

extension StorageLocation: CustomStringConvertible {
  package var description: String {
    switch self {
    case .file(let path): path
    case .postgresql: "PostgreSQL"
    }
  }
}
