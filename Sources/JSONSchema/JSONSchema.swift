package import JSON

/// A JSON Schema, compiled: tells whether a value fits, in bounded time.
///
/// All keywords of the validation vocabularies of drafts 2020-12 and 7 count, `format` and `content…` aside, which only
/// annotate by default. References lead to places of the schema itself; nothing is ever fetched. Patterns are ECMA-262's
/// as far as RE2 has them, numbers are compared exactly.
package struct JSONSchema: Sendable {
  /// The versions of the specification that schemas may be written in.
  package enum Draft: Sendable {
    case draft7
    case draft2020

    /// Takes the URI of a metaschema, as `$schema` says it; nil for others.
    init?(metaschema: String) {
      switch metaschema.hasSuffix("#") ? String(metaschema.dropLast()) : metaschema {
      case "https://json-schema.org/draft/2020-12/schema": self = .draft2020
      case "http://json-schema.org/draft-07/schema", "https://json-schema.org/draft-07/schema":
        self = .draft7
      default: return nil
      }
    }
  }

  let nodes: [SchemaNode]
  let resources: [SchemaResource]
  let root: Int
  /// Whether some keyword asks what others have looked at.
  let tracks: Bool

  /// Compiles a schema.
  ///
  /// - Parameter draft: the version of a schema that has no `$schema`.
  /// - Throws: `JSONSchemaError` for a schema that means nothing, or that needs another document.
  package init(_ schema: JSONValue, draft: Draft = .draft2020) throws(JSONSchemaError) {
    let compiler = SchemaCompiler(try SchemaIndex(schema, draft: draft))
    root = try compiler.compileRoot()
    nodes = compiler.nodes
    resources = compiler.resources
    tracks = compiler.tracks
  }

  /// Says where a value breaks the schema, in the first place found; nil where it fits.
  ///
  /// What costs more than `SchemaValidator.maximumSteps` breaks it too.
  package func violation(in value: JSONValue) -> JSONSchemaViolation? {
    var validator = SchemaValidator(self)
    return validator.violation(in: value)
  }
}

/// Says why a value breaks a schema.
package struct JSONSchemaViolation: Sendable, Hashable, CustomStringConvertible {
  /// The JSON pointer (RFC 6901) to the value that breaks it; empty for the whole.
  package let pointer: String
  /// What is wrong, in words that repeat nothing of the value.
  package let message: String

  package var description: String { pointer.isEmpty ? message : "`\(pointer)` \(message)" }
}

/// Says why a schema cannot be used.
package struct JSONSchemaError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The JSON pointer (RFC 6901) to the part of the schema that is wrong; empty for the whole.
  package let pointer: String
  package let message: String

  package var description: String { pointer.isEmpty ? message : "`\(pointer)`: \(message)" }
}
