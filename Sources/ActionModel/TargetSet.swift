package import Matching

/// The set of things that an effect may touch.
package enum TargetSet: Sendable, Hashable, CustomStringConvertible {
  /// One path, in canonical form.
  case exact(String)
  /// A path and everything below it.
  case tree(String)
  /// Every path that a glob matches.
  case glob(PathPattern)
  /// One place on the network.
  case host(HostTarget)
  /// One thing that has a name but no path: a table, a recipient, a process.
  case named(NamedTarget)
  /// Anything at all, which a variable of the environment names: the action has no say in it.
  case given
  /// Anything at all.
  case unknown

  /// Whether some member may match a pattern of paths; unknown overlaps everything.
  package func overlaps(_ pattern: PathPattern) -> Bool {
    switch self {
    // Text that is no path names nothing that could be told apart from anything else.
    case .exact(let path): pattern.matches(path) || (try? PathName(path)) == nil
    case .tree(let root): pattern.mayMatch(within: root)
    case .glob(let glob): pattern.mayIntersect(glob)
    case .host, .named: false
    case .given, .unknown: true
    }
  }

  /// Whether every member surely matches a pattern of paths; unknown is within nothing.
  package func isWithin(_ pattern: PathPattern) -> Bool {
    switch self {
    case .exact(let path): pattern.matches(path)
    case .tree(let root): pattern.coversTree(root)
    case .glob(let glob): pattern.covers(glob)
    case .host, .named, .given, .unknown: false
    }
  }

  /// Whether some member may be a directory, given in canonical form; unknown may be any.
  package func mayHold(_ directory: String) -> Bool {
    switch self {
    case .exact(let path): path == directory || (try? PathName(path)) == nil
    case .tree(let root): root == "/" || directory == root || directory.hasPrefix("\(root)/")
    case .glob(let glob): glob.matches(directory)
    case .host, .named: false
    case .given, .unknown: true
    }
  }

  package var description: String {
    switch self {
    case .exact(let path): path
    case .tree(let root): root == "/" ? "/**" : "\(root)/**"
    case .glob(let pattern): pattern.description
    case .host(let host): host.description
    case .named(let named): named.name
    case .given: "what the environment names"
    case .unknown: "unknown"
    }
  }
}

/// One place on the network: a host by its canonical name or address, and a port where it is known.
package struct HostTarget: Sendable, Hashable, CustomStringConvertible {
  /// Says where a host stands, as far as its name tells.
  package enum Class: String, Sendable, Hashable, CaseIterable {
    case `public`
    case loopback
    case `private`
    case linkLocal = "link_local"
    /// The services that give machines of a cloud their credentials.
    case metadata
    case multicast
    /// No host at all, or an address that nobody may have.
    case invalid
  }

  /// Lower case, in ASCII form (RFC 5890) for names and in canonical text (RFC 5952) for addresses.
  package let name: String
  package let port: UInt16?
  package let `class`: Class

  package init(name: String, port: UInt16?, class: Class) {
    self.name = name
    self.port = port
    self.class = `class`
  }

  package var description: String {
    let host = name.utf8.contains(UInt8(ascii: ":")) ? "[\(name)]" : name
    return port.map { "\(host):\($0)" } ?? host
  }
}

/// One thing that has a name but no path.
package struct NamedTarget: Sendable, Hashable {
  /// Says what kind of name it is.
  package enum Space: String, Sendable, Hashable, CaseIterable {
    case table, function, process, recipient, amount, service, user, package, container, resource
    /// A directory, by its path, whose files are looked for by name and not read.
    case directory
  }

  package let space: Space
  package let name: String

  package init(space: Space, name: String) {
    self.space = space
    self.name = name
  }
}
