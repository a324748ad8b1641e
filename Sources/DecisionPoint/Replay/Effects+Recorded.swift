import ActionModel
import JSON
import Matching
import Policy

extension Effects {
  /// Reads effects as records hold them, and notes those whose targets they withhold; nil where they were not found out.
  init?(
    recorded list: JSONValue?, _ reversibility: JSONValue?, hosts: (String) -> HostTarget,
    _ withheld: inout Withheld
  ) {
    guard let list,
      let reversibility = reversibility?.string.flatMap(Reversibility.init(rawValue:))
    else { return nil }
    var all: [Effect] = []
    for entry in list.elements {
      guard let kind = entry["kind"]?.string.flatMap(Effect.Kind.init(rawValue:)) else {
        return nil
      }
      let target = entry["target"].flatMap { target in
        withheld.hasGaps(target) ? nil : TargetSet(recorded: target, hosts: hosts)
      }
      if target == nil { withheld.targets.insert(all.count) }
      all.append(Effect(kind: kind, target: target ?? .unknown))
    }
    self.init(all: all, reversibility: reversibility)
  }
}

extension TargetSet {
  /// Reads a target as `write(to:)` writes it; nil for anything else.
  fileprivate init?(recorded target: JSONValue, hosts: (String) -> HostTarget) {
    if let path = target["tree"]?.string {
      self = .tree(path)
    } else if let glob = target["glob"]?.string {
      guard let pattern = try? PathPattern(glob) else { return nil }
      self = .glob(pattern)
    } else if let text = target["exact"]?.string {
      switch target["space"]?.string {
      case nil: self = .exact(text)
      case "host"?: self = .host(hosts(text))
      case let space?:
        guard let space = NamedTarget.Space(rawValue: space) else { return nil }
        self = .named(NamedTarget(space: space, name: text))
      }
    } else if target["given"]?.bool == true {
      self = .given
    } else {
      guard target["unknown"]?.bool == true else { return nil }
      self = .unknown
    }
  }
}
