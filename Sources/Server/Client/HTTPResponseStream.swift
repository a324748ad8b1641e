package import HTTPWire
import Synchronization

/// A response whose content is taken piece by piece, by one task at a time; one that is let go before its end closes its
/// connection.
package final class HTTPResponseStream: Sendable {
  package let head: HTTPResponseHead
  private let client: HTTPClient
  private let lease: HTTPClient.Lease
  private let isFinished = Atomic(false)

  init(_ head: HTTPResponseHead, of client: HTTPClient, _ lease: HTTPClient.Lease) {
    self.head = head
    self.client = client
    self.lease = lease
  }

  deinit {
    if !isFinished.load(ordering: .relaxed) { lease.connection.close() }
  }

  /// Takes the next piece, never empty; nil at the end.
  ///
  /// - Throws: `timeout` where none comes within the client's `idleTimeout`.
  package func next() async throws(HTTPClientError) -> [UInt8]? {
    guard !isFinished.load(ordering: .relaxed) else { return nil }
    do throws(HTTPClientError) {
      if let piece = try await client.nextPiece(of: lease) { return piece }
    } catch {
      isFinished.store(true, ordering: .relaxed)
      throw error
    }
    isFinished.store(true, ordering: .relaxed)
    return nil
  }
}
