package import JSON
import Matching

extension Effects {
  /// Writes the effects as a list, in the order in which they were found.
  ///
  /// Members are in the order of the canonical form (RFC 8785, section 3.2.3): `argument` only where the arguments have
  /// more than one text, `start` and `end` where something in them says so.
  package func write(to writer: inout JSONWriter, namingArguments: Bool) {
    writer.beginArray()
    for effect in all {
      writer.beginObject()
      if namingArguments { writer.member("argument", effect.evidence?.argument) }
      writer.member("end", effect.evidence?.bytes.upperBound)
      writer.member("kind", effect.kind.rawValue)
      writer.member("start", effect.evidence?.bytes.lowerBound)
      writer.key("target")
      effect.target.write(to: &writer)
      writer.endObject()
    }
    writer.endArray()
  }
}

extension TargetSet {
  /// Writes the target: `{"exact": "/etc/passwd"}`, `tree`, `glob`, or `{"unknown": true}`, with `"given": true` where
  /// the environment names it; what is no path says of which
  /// `space` it is, `host` or one of `NamedTarget.Space`.
  package func write(to writer: inout JSONWriter) {
    writer.beginObject()
    switch self {
    case .exact(let path): writer.member("exact", path)
    case .tree(let root): writer.member("tree", root)
    case .glob(let pattern): writer.member("glob", pattern.description)
    case .host(let host):
      writer.member("exact", host.description)
      writer.member("space", "host")
    case .named(let named):
      writer.member("exact", named.name)
      writer.member("space", named.space.rawValue)
    case .given:
      writer.member("given", true)
      writer.member("unknown", true)
    case .unknown: writer.member("unknown", true)
    }
    writer.endObject()
  }
}
