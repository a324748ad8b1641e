import ActionModel
import Matching
import WebURL

/// Says where a host stands, as a resolver and a network would deliver to it.
enum HostClassifier {
  /// The target that a URL's host and port are.
  static func target(_ host: URLHost, port: UInt16?) -> HostTarget {
    switch host {
    case .address(let address): target(address, port: port)
    case .domain(let name): target(name: name, port: port)
    // Other schemes leave their hosts as they are written; their programs resolve them like any other.
    case .opaque(let text):
      switch URLHost(text) {
      case .address(let address)?: target(address, port: port)
      case .domain(let name)?: target(name: name, port: port)
      default: HostTarget(name: text, port: port, class: .invalid)
      }
    case .empty: HostTarget(name: "", port: port, class: .invalid)
    }
  }

  private static func target(_ address: IPAddress, port: UInt16?) -> HostTarget {
    HostTarget(name: address.unmapped.description, port: port, class: classOf(address))
  }

  private static func target(name: String, port: UInt16?) -> HostTarget {
    var bare = name[...]
    if bare.utf8.last == UInt8(ascii: ".") { bare.removeLast() }
    let text = String(bare)
    return HostTarget(name: text, port: port, class: classOf(name: text))
  }

  /// The class of an address; of the IPv4 address within, where a translator or tunnel would deliver to that.
  static func classOf(_ address: IPAddress) -> HostTarget.Class {
    let own = ownClass(of: address.unmapped)
    guard let carried = address.carried else { return own }
    return own == .public || own == .invalid
      ? ownClass(of: carried) : moreGuarded(own, ownClass(of: carried))
  }

  private static func ownClass(of address: IPAddress) -> HostTarget.Class {
    if let known = HostTable.shared.classOf(address) { return known }
    switch address.classification {
    // Connecting to `0.0.0.0` reaches this machine.
    case .unspecified, .loopback: return .loopback
    case .private, .shared: return .private
    case .linkLocal: return .linkLocal
    case .multicast: return .multicast
    // What nobody has been given yet goes where everything unknown goes, out; the table names what goes nowhere.
    case .reserved: return address.isIPv6 ? .public : .invalid
    case .global: return .public
    }
  }

  /// The class of a name in ASCII and lower case, without trailing dot.
  static func classOf(name: String) -> HostTarget.Class {
    switch HostTable.shared.finding(for: name) {
    case .hostClass(let hostClass)?: return hostClass
    case .carries(let front)?:
      if front.isEmpty { return .public }
      // An address that we cannot read may be any.
      return CarriedAddresses.all(in: front).map(classOf).max { rank($0) < rank($1) } ?? .private
    case nil: break
    }
    guard (try? HostName(name)) != nil else { return .invalid }
    // Names of one label are found through the search list of the network one is in.
    return name.utf8.contains(UInt8(ascii: ".")) ? .public : .private
  }

  /// Of two classes, the one that a rule would rather keep away from.
  private static func moreGuarded(
    _ left: HostTarget.Class, _ right: HostTarget.Class
  ) -> HostTarget.Class {
    rank(left) >= rank(right) ? left : right
  }

  private static func rank(_ hostClass: HostTarget.Class) -> Int {
    switch hostClass {
    case .public: 0
    case .invalid: 1
    case .multicast: 2
    case .private: 3
    case .linkLocal: 4
    case .loopback: 5
    case .metadata: 6
    }
  }
}
