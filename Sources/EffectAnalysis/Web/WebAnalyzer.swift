package import ActionModel
import WebURL

/// Says what URLs, and what command lines write for hosts, lead to.
package enum WebAnalyzer {
  /// The host that a word of a command line names: a URL, `host`, `host:port`, `[v6]:port`, `user@host`, `user@host:path`.
  ///
  /// What is not known of the word does not matter if it stands behind the host; otherwise it could be any host.
  ///
  /// - Parameters:
  ///   - scheme: The scheme that the command takes where none is written; nil for one that takes none.
  ///   - port: The port where the word and its scheme give none.
  static func target(of word: Word, scheme: String?, port: UInt16?) -> TargetSet {
    let text: String
    if let constant = word.constant {
      text = constant
    } else {
      guard let known = HostText.partBeforeUnknown(word.knownPrefix, scheme: scheme) else {
        // What stands in the host's place is a variable of the environment.
        let isGiven = word.parts.contains(.given) && !word.parts.contains(.anything)
        return isGiven ? .given : .unknown
      }
      text = known
    }
    return target(of: text, scheme: scheme, port: port)
  }

  /// The host that text names; unknown where nobody can say which host a program would take it for.
  static func target(of text: String, scheme: String?, port: UInt16?) -> TargetSet {
    let hosts = hosts(of: text, scheme: scheme, port: port)
    guard let host = hosts.first, hosts.count == 1 else { return .unknown }
    return .host(host)
  }

  /// The hosts that programs may take text for, the one that browsers take it for first; none where it names none.
  package static func hosts(of text: String, scheme: String?, port: UInt16?) -> [HostTarget] {
    let first = HostText.url(HostText.upToPath(text), scheme: scheme)
    return hosts(of: text, readAs: first, scheme: scheme, port: port)
  }

  /// The same for text whose first reading is at hand.
  static func hosts(
    of text: String, readAs first: (url: WebURL, port: UInt16?)?, scheme: String?, port: UInt16?
  ) -> [HostTarget] {
    let others = HostText.otherSpellings(of: text).map { HostText.url($0, scheme: scheme) }
    var hosts: [HostTarget] = []
    for reading in [first] + others {
      guard let reading, let host = reading.url.host, host != .empty else { continue }
      let target = HostClassifier.target(host, port: reading.port ?? port)
      if !hosts.contains(target) { hosts.append(target) }
    }
    return hosts
  }
}
