import CPlatform
import Glibc
import Synchronization

/// A connection between its acceptance and the loop that takes it over; closes it if none does.
final class AcceptedSocket: Sendable {
  let descriptor: Int32
  let peer: SocketAddress
  let credentials: PeerCredentials?
  let place: ConnectionLimit.Place
  private let isOurs = Atomic(true)

  init(
    descriptor: Int32, peer: SocketAddress, credentials: PeerCredentials?,
    place: ConnectionLimit.Place
  ) {
    self.descriptor = descriptor
    self.peer = peer
    self.credentials = credentials
    self.place = place
  }

  /// Notes that someone else closes the descriptor from now on.
  func giveAway() {
    isOurs.store(false, ordering: .relaxed)
  }

  deinit {
    if isOurs.load(ordering: .relaxed) { _ = Glibc.close(descriptor) }
  }

  /// Accepts one connection of a listening socket; throws the system's error number, `EAGAIN` where none waits.
  static func accept(
    from listener: Int32, at address: SocketAddress, place: ConnectionLimit.Place
  ) throws(AcceptFailure) -> AcceptedSocket {
    var peer = cplatform_address()
    // SAFETY: the pointer is used within the call only.
    let descriptor = unsafe cplatform_accept(listener, &peer)
    guard descriptor >= 0 else { throw AcceptFailure(code: -descriptor) }
    guard case .unix(let path) = address else {
      return AcceptedSocket(
        descriptor: descriptor, peer: SocketAddress(peer, path: ""), credentials: nil,
        place: place)
    }
    var who = cplatform_credentials()
    // SAFETY: as above.
    let code = unsafe cplatform_peer_credentials(descriptor, &who)
    guard code >= 0 else {
      _ = Glibc.close(descriptor)
      throw AcceptFailure(code: -code)
    }
    return AcceptedSocket(
      descriptor: descriptor, peer: .unix(path: path),
      credentials: PeerCredentials(uid: who.uid, gid: who.gid, pid: who.pid == 0 ? nil : who.pid),
      place: place)
  }
}

/// Says why no connection was accepted.
struct AcceptFailure: Error {
  /// The system's error number, positive.
  let code: Int32
}
