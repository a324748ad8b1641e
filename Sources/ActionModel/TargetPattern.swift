package import Matching

/// A set of targets that a rule names: paths, places on the network, or names of one kind.
///
/// | written | means |
/// |---|---|
/// | `/srv/app`, `**/.ssh/**` | paths, as `PathPattern` |
/// | `host:*.example.com`, `host:example.com:443` | hosts, as `HostPattern`, at any port or at one |
/// | `host:10.0.0.0/8`, `host:[::1]:8080` | addresses, alone or in a block |
/// | `table:sales.*`, `process:nginx` | what has a name but no path, by a glob over the name |
///
/// A host's name and its address are different targets: what a name resolves to is known to whoever connects.
package enum TargetPattern: Sendable, Hashable {
  case path(PathPattern)
  case host(HostSet)
  case named(NamedTarget.Space, Glob)

  /// Says why text is no pattern of targets.
  package struct Invalid: Error, CustomStringConvertible {
    package let description: String
  }

  /// Reads a pattern.
  package init(_ text: String) throws(Invalid) {
    guard let colon = text.firstIndex(of: ":"), !text.hasPrefix("/"), !text.hasPrefix("*") else {
      self = .path(try Self.taking { () throws(GlobError) in try PathPattern(text) })
      return
    }
    let rest = String(text[text.index(after: colon)...])
    if text[..<colon] == "host" {
      self = .host(try HostSet(rest))
      return
    }
    guard let space = NamedTarget.Space(rawValue: String(text[..<colon])) else {
      let spaces = NamedTarget.Space.allCases.map { "`\($0.rawValue):`" }.joined(separator: ", ")
      throw Invalid(description: "a pattern begins with `/`, `**`, `host:`, \(spaces)")
    }
    self = .named(space, try Self.taking { () throws(GlobError) in try Glob(rest) })
  }

  fileprivate static func taking<Pattern, Failure: Error & CustomStringConvertible>(
    _ read: () throws(Failure) -> Pattern
  ) throws(Invalid) -> Pattern {
    do throws(Failure) {
      return try read()
    } catch {
      throw Invalid(description: error.description)
    }
  }
}

/// Hosts by name or by address, at any port or at one.
package struct HostSet: Sendable, Hashable {
  private enum Place: Sendable, Hashable {
    case names(HostPattern)
    case network(CIDRBlock)
  }

  private let place: Place
  private let port: UInt16?

  /// Reads `*.example.com`, `example.com:443`, `10.0.0.0/8`, `127.0.0.1:80`, `::1` or `[::1]:80`.
  fileprivate init(_ text: String) throws(TargetPattern.Invalid) {
    let (host, port) = try Self.split(text)
    self.port = port
    if host.contains("/") {
      place = .network(
        try TargetPattern.taking { () throws(CIDRBlockError) in try CIDRBlock(host) })
    } else if let address = IPAddress(host) {
      let length = address.v4 == nil ? 128 : 32
      place = .network(
        try TargetPattern.taking { () throws(CIDRBlockError) in try CIDRBlock("\(host)/\(length)") }
      )
    } else {
      place = .names(
        try TargetPattern.taking { () throws(GlobError) in try HostPattern(host) })
    }
  }

  private static func split(
    _ text: String
  ) throws(TargetPattern.Invalid) -> (host: String, port: UInt16?) {
    var host = text[...]
    var port: Substring?
    if text.hasPrefix("["), let end = text.firstIndex(of: "]") {
      host = text[text.index(after: text.startIndex)..<end]
      let rest = text[text.index(after: end)...]
      if !rest.isEmpty { port = rest.hasPrefix(":") ? rest.dropFirst() : "" }
    } else if let colon = text.firstIndex(of: ":"), text.lastIndex(of: ":") == colon {
      host = text[..<colon]
      port = text[text.index(after: colon)...]
    }
    guard let port else { return (String(host), nil) }
    guard let number = UInt16(port), number > 0 else {
      throw TargetPattern.Invalid(description: "the port of `\(text)` is no number from 1 to 65535")
    }
    return (String(host), number)
  }

  /// Whether a target surely is one of these.
  fileprivate func contains(_ target: HostTarget) -> Bool {
    isRightPlace(target) && (port == nil || port == target.port)
  }

  /// Whether a target may be one of these: one whose port is not known could be at any.
  fileprivate func mayContain(_ target: HostTarget) -> Bool {
    isRightPlace(target) && (port == nil || target.port == nil || port == target.port)
  }

  private func isRightPlace(_ target: HostTarget) -> Bool {
    switch place {
    case .names(let pattern):
      (try? HostName(target.name)).map { pattern.matches($0) } ?? false
    case .network(let block): IPAddress(target.name).map { block.contains($0) } ?? false
    }
  }
}

extension TargetSet {
  /// Whether some member may match; unknown overlaps everything.
  package func overlaps(_ pattern: TargetPattern) -> Bool {
    switch (pattern, self) {
    case (_, .given), (_, .unknown): true
    case (.path(let pattern), _): overlaps(pattern)
    case (.host(let hosts), .host(let target)): hosts.mayContain(target)
    case (.named(let space, let glob), .named(let target)):
      space == target.space && glob.matches(target.name)
    case (.host, _), (.named, _): false
    }
  }

  /// Whether every member surely matches; unknown is within nothing.
  package func isWithin(_ pattern: TargetPattern) -> Bool {
    switch (pattern, self) {
    case (.path(let pattern), _): isWithin(pattern)
    case (.host(let hosts), .host(let target)): hosts.contains(target)
    case (.named(let space, let glob), .named(let target)):
      space == target.space && glob.matches(target.name)
    case (.host, _), (.named, _): false
    }
  }
}
