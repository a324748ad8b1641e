package import ActionModel
package import Crypto
package import JSON

/// The code of a whole action under a key of the store's own, by which an approval fits that action and no other.
///
/// A plain hash would let whoever reads the store try out card numbers; without the key there is nothing to try.
package struct ActionBinding: Sendable, Hashable {
  /// 64 hexadecimal digits of HMAC-SHA-256.
  package let text: String

  init(text: String) { self.text = text }

  /// - Parameters:
  ///   - arguments: the arguments in canonical form (RFC 8785); nil without any.
  ///   - session: the session to bind to; nil binds to none.
  ///   - key: the store's own.
  /// - Throws: where the context has no canonical form, so that it could be any other.
  package init(
    of action: Action, principal: Principal, arguments: [UInt8]?, session: String?,
    under key: HMACSHA256
  ) throws(JSONError) {
    var writer = JSONWriter(capacity: 256 + (arguments?.count ?? 0))
    writer.beginArray()
    writer.string(principal.tenant)
    writer.string(principal.id)
    writer.bool(principal.verified)
    writer.string(principal.via ?? "")
    // What may be absent stands in a list of its own, so that no value can pass for its absence.
    writer.beginArray()
    if let session { writer.string(session) }
    writer.endArray()
    writer.string(action.phase.rawValue)
    writer.string(action.tool.description)
    writer.string(action.tool.canonical ?? "")
    writer.beginArray()
    if let arguments { writer.raw(arguments.span) }
    writer.endArray()
    writer.beginArray()
    if let context = action.context { try CanonicalJSON.write(context, to: &writer) }
    writer.endArray()
    writer.endArray()
    text = key.authenticate(writer.bytes).description
  }
}
