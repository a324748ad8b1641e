import Matching

/// The extension library of addresses and networks.
///
/// | written | result |
/// |---|---|
/// | `ip(text)`, `isIP(text)`, `ip.isCanonical(text)` | an address; text with a zone or a dotted mapped address is none |
/// | `a.family()` | 4 or 6 |
/// | `a.isUnspecified()`, `isLoopback`, `isGlobalUnicast`, `isLinkLocalUnicast`, `isLinkLocalMulticast` | |
/// | `cidr(text)`, `isCIDR(text)` | a network, whose address may have bits beyond its length |
/// | `n.containsIP(a)`, `n.containsCIDR(n)` | of values or of text |
/// | `n.ip()`, `n.masked()`, `n.prefixLength()` | |
enum NetworkExtensions {
  private static let address = ExpressionType.opaque(AddressValue.name)
  private static let network = ExpressionType.opaque(NetworkValue.name)

  static let types = [AddressValue.name, NetworkValue.name]

  static var functions: [Function] { addresses + readings + networks + containments }

  // MARK: Addresses

  private static var addresses: [Function] {
    [
      Function(
        "ip", [.string], returns: address,
        .unary { (text, _) throws(EvaluationFailure) in .opaque(try AddressValue(reading: text)) }),
      Function(
        "isIP", [.string], returns: .bool,
        .unary { (text, _) throws(EvaluationFailure) in
          .bool((try? AddressValue(reading: text)) != nil)
        }),
      Function(
        "ip.isCanonical", [.string], returns: .bool,
        .unary { (text, _) throws(EvaluationFailure) in
          let address = try AddressValue(reading: text)
          guard case .string(let text) = text else { return .bool(false) }
          return .bool(address.address.description == text)
        }),
      Function(
        "string", [address], returns: .string,
        .unary { (value, _) throws(EvaluationFailure) in
          .string(try AddressValue(value).address.description)
        }),
      Function(
        "family", on: address, returns: .int,
        .unary { (value, _) throws(EvaluationFailure) in
          .int(try AddressValue(value).address.v4 == nil ? 6 : 4)
        }),
    ]
  }

  private static var readings: [Function] {
    [
      reading("isUnspecified", ["0.0.0.0/32", "::/128"]),
      reading("isLoopback", ["127.0.0.0/8", "::1/128"]),
      reading("isLinkLocalUnicast", ["169.254.0.0/16", "fe80::/10"]),
      reading("isLinkLocalMulticast", ["224.0.0.0/24", "ff02::/16"]),
      reading(
        "isGlobalUnicast",
        [
          "0.0.0.0/32", "::/128", "127.0.0.0/8", "::1/128", "169.254.0.0/16", "fe80::/10",
          "224.0.0.0/4", "ff00::/8", "255.255.255.255/32",
        ], isNegated: true),
    ]
  }

  /// A function that says whether an address lies in one of some blocks, or in none.
  private static func reading(
    _ name: String, _ blocks: [String], isNegated: Bool = false
  ) -> Function {
    let blocks = blocks.compactMap { try? CIDRBlock($0) }
    return Function(
      name, on: address, returns: .bool,
      .unary { (value, _) throws(EvaluationFailure) in
        let address = try AddressValue(value).address
        return .bool(blocks.contains { $0.contains(address) } != isNegated)
      })
  }

  // MARK: Networks

  private static var networks: [Function] {
    [
      Function(
        "cidr", [.string], returns: network,
        .unary { (text, _) throws(EvaluationFailure) in .opaque(try NetworkValue(reading: text)) }),
      Function(
        "isCIDR", [.string], returns: .bool,
        .unary { (text, _) throws(EvaluationFailure) in
          .bool((try? NetworkValue(reading: text)) != nil)
        }),
      Function(
        "string", [network], returns: .string,
        .unary { (value, _) throws(EvaluationFailure) in
          .string(try NetworkValue(value).description)
        }),
      Function(
        "ip", on: network, returns: address,
        .unary { (value, _) throws(EvaluationFailure) in
          .opaque(AddressValue(address: try NetworkValue(value).address))
        }),
      Function(
        "masked", on: network, returns: network,
        .unary { (value, _) throws(EvaluationFailure) in
          let network = try NetworkValue(value)
          return .opaque(NetworkValue(address: network.block.address, block: network.block))
        }),
      Function(
        "prefixLength", on: network, returns: .int,
        .unary { (value, _) throws(EvaluationFailure) in
          .int(Int64(try NetworkValue(value).block.prefixLength))
        }),
    ]
  }

  private static var containments: [Function] {
    [address, .string].map { argument in
      Function(
        "containsIP", on: network, [argument], returns: .bool,
        .binary { (value, other, _) throws(EvaluationFailure) in
          let address =
            argument == .string ? try AddressValue(reading: other) : try AddressValue(other)
          return .bool(try NetworkValue(value).block.contains(address.address))
        })
    }
      + [network, .string].map { argument in
        Function(
          "containsCIDR", on: network, [argument], returns: .bool,
          .binary { (value, other, _) throws(EvaluationFailure) in
            let inner =
              argument == .string ? try NetworkValue(reading: other) : try NetworkValue(other)
            let outer = try NetworkValue(value).block
            return .bool(
              outer.prefixLength <= inner.block.prefixLength
                && outer.contains(inner.block.address))
          })
      }
  }
}

/// An address of the extension library.
private struct AddressValue: OpaqueValue {
  static let name = "net.IP"

  let address: IPAddress
  var typeName: String { Self.name }

  init(address: IPAddress) { self.address = address }

  init(_ value: Value) throws(EvaluationFailure) {
    guard case .opaque(let opaque) = value, let address = opaque as? AddressValue else {
      throw .noOverload(Self.name, value)
    }
    self = address
  }

  init(reading value: Value) throws(EvaluationFailure) {
    guard case .string(let text) = try value.resolved() else { throw .noOverload("ip", value) }
    // A mapped address with dots is one that others read as IPv4.
    guard let address = IPAddress(text), !(text.contains(".") && text.contains(":")) else {
      throw .error(.init(.invalidArgument, "`\(text)` is not an address"))
    }
    self.address = address.unmapped
  }

  func field(_ index: Int) throws(EvaluationFailure) -> Value {
    throw .error(.init(.noSuchField, "\(index)"))
  }

  func equals(_ other: any OpaqueValue) -> Bool { (other as? AddressValue)?.address == address }
}

/// A network of the extension library: an address, and the block that it lies in.
private struct NetworkValue: OpaqueValue, CustomStringConvertible {
  static let name = "net.CIDR"

  let address: IPAddress
  let block: CIDRBlock
  var typeName: String { Self.name }
  var description: String { "\(address)/\(block.prefixLength)" }

  init(address: IPAddress, block: CIDRBlock) {
    self.address = address
    self.block = block
  }

  init(_ value: Value) throws(EvaluationFailure) {
    guard case .opaque(let opaque) = value, let network = opaque as? NetworkValue else {
      throw .noOverload(Self.name, value)
    }
    self = network
  }

  init(reading value: Value) throws(EvaluationFailure) {
    guard case .string(let text) = try value.resolved() else { throw .noOverload("cidr", value) }
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let length = Int(parts[1]), String(length) == parts[1],
      let address = try? AddressValue(reading: .string(String(parts[0]))),
      let block = CIDRBlock(around: address.address, prefixLength: length)
    else { throw .error(.init(.invalidArgument, "`\(text)` is not a network")) }
    self.init(address: address.address, block: block)
  }

  func field(_ index: Int) throws(EvaluationFailure) -> Value {
    throw .error(.init(.noSuchField, "\(index)"))
  }

  func equals(_ other: any OpaqueValue) -> Bool {
    guard let other = other as? NetworkValue else { return false }
    return other.address == address && other.block == block
  }
}
