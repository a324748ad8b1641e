/// Orders the attempts to reach a host that has several addresses (RFC 8305, section 5).
///
/// The next address is tried when one has failed, or when the last attempt has not succeeded soon; those under way go on.
struct ConnectRace {
  /// What the shell does next.
  enum Action: Equatable {
    /// Try the address at that place, and call `delayPassed` in a while.
    case attempt(Int)
    case wait
    /// Every address has failed.
    case giveUp
  }

  /// How long an attempt is waited for before the next one begins: what RFC 8305 recommends.
  static let delay = Duration.milliseconds(250)

  private let count: Int
  private var next = 0
  private var running = 0

  init(count: Int) {
    self.count = count
  }

  mutating func begin() -> Action { attemptNext() }

  /// Notes that the delay since the last attempt has passed.
  mutating func delayPassed() -> Action { attemptNext() }

  /// Notes that an attempt has failed.
  mutating func failed() -> Action {
    running -= 1
    return attemptNext()
  }

  private mutating func attemptNext() -> Action {
    guard next < count else { return running > 0 ? .wait : .giveUp }
    defer {
      next += 1
      running += 1
    }
    return .attempt(next)
  }

  /// Orders addresses so that the families take turns, beginning with that of the first (RFC 8305, section 4).
  static func interleaved(_ addresses: [SocketAddress]) -> [SocketAddress] {
    guard let first = addresses.first else { return [] }
    var (leading, other) = ([SocketAddress](), [SocketAddress]())
    for address in addresses {
      if address.isIPv6 == first.isIPv6 { leading.append(address) } else { other.append(address) }
    }
    var result: [SocketAddress] = []
    for index in 0..<max(leading.count, other.count) {
      if index < leading.count { result.append(leading[index]) }
      if index < other.count { result.append(other[index]) }
    }
    return result
  }
}

extension SocketAddress {
  fileprivate var isIPv6: Bool {
    if case .ipv6 = self { true } else { false }
  }
}
