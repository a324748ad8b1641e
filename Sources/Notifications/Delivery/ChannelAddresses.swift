package import EventLoop
import Matching

/// The addresses that channels may connect to: not those where clouds answer with their keys, and none that is no host's.
package enum ChannelAddresses {
  /// Link-local addresses are refused as the services of clouds answer there, and one more of theirs that is not.
  package static func mayConnect(_ address: SocketAddress) -> Bool {
    guard let address = IPAddress(address) else { return false }
    return [address, address.carried].compactMap(\.self).allSatisfy { address in
      switch address.classification {
      case .linkLocal, .multicast, .unspecified, .reserved: false
      case .loopback, .private, .shared, .global: !cloudServices.contains(address)
      }
    }
  }

  /// Where clouds answer outside of the link-local range.
  private static let cloudServices = Set(
    ["fd00:ec2::254", "fd20:ce::254", "100.100.100.200", "168.63.129.16"].compactMap {
      IPAddress($0)
    })
}

extension IPAddress {
  fileprivate init?(_ address: SocketAddress) {
    switch address {
    case .ipv4(let address, _): self.init(v4: address)
    case .ipv6, .unix: self.init(address.host)
    }
  }
}
