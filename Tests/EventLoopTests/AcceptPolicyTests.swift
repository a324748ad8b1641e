import Glibc
import Testing

@testable import EventLoop

struct AcceptPolicyTests {
  @Test func `a batch of connections is accepted before other sockets get their turn`() {
    var policy = AcceptPolicy()
    for _ in 1..<AcceptPolicy.batch { #expect(policy.on(.accepted) == .acceptAnother) }
    #expect(policy.on(.accepted) == .wait)
    #expect(policy.on(.accepted) == .acceptAnother)
  }

  @Test func `a connection that is gone already does not end the batch`() {
    var policy = AcceptPolicy()
    #expect(policy.on(.failed(ECONNABORTED)) == .acceptAnother)
    #expect(policy.on(.failed(EAGAIN)) == .wait)
  }

  @Test func `at the limit it has room made for a client that waits, and only then`() {
    var policy = AcceptPolicy()
    #expect(policy.on(.accepted) == .acceptAnother)
    #expect(policy.on(.full(isClientWaiting: false)) == .wait)
    #expect(policy.on(.full(isClientWaiting: true)) == .makeRoom(AcceptPolicy.pause))
  }

  @Test func `out of descriptors it pauses, then turns clients away, and recovers`() {
    var policy = AcceptPolicy()
    for _ in 0..<AcceptPolicy.patience {
      #expect(policy.on(.failed(EMFILE)) == .pause(AcceptPolicy.pause))
    }
    #expect(policy.on(.failed(EMFILE)) == .shed(AcceptPolicy.pause))
    #expect(policy.on(.accepted) == .acceptAnother)
    #expect(policy.on(.failed(EMFILE)) == .pause(AcceptPolicy.pause))
  }
}
