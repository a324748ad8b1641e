package import Storage

/// Looks after the storage of an instance, whether it is running or not.
package struct OfflineStorage: Sendable {
  private let maintenance: StorageMaintenance

  package init(_ configuration: Configuration) {
    maintenance = StorageMaintenance(configuration.storageLocation, schema: StoredSchema.all)
  }

  /// Looks at everything there is.
  package func check() throws -> StorageReport { try maintenance.check() }

  /// Writes a copy to a file that must not exist.
  package func backUp(to path: String) throws { try maintenance.backUp(to: path) }

  /// Puts a backup in place; returns what the old one is called now, if there was one.
  package func restore(from path: String) throws -> String? {
    try maintenance.restore(from: path)
  }
}
