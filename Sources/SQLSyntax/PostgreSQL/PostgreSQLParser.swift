import CPGQuery
import JSON

/// Has PostgreSQL's own parser read a text: the module's only unsafe code.
///
/// libpg_query keeps its state in thread-local memory, so that threads do not share any. It writes
/// the tree by recursion without looking at the stack, about 200 bytes a level: the caller bounds
/// how deep the text nests (``SQLNesting``).
enum PostgreSQLParser {
  /// Why there is no tree, and where.
  struct Failure: Error {
    let message: String
    let offset: Int
  }

  /// Bounds the tree: at most some 90 bytes and 12 tokens for each byte of the text.
  private static let limits = JSONLimits(
    bytes: 32 << 20, tokens: 4 << 20, depth: JSONLimits.deepest)

  /// Parses a text that is valid UTF-8 without NUL and gives the tree of its statements.
  static func parse(_ bytes: [UInt8]) throws(Failure) -> JSONValue {
    let tree = try tree(of: bytes)
    do throws(JSONError) {
      return try JSONDocument.parse(tree, limits: limits)
    } catch {
      throw Failure(message: "the statement nests too deep", offset: 0)
    }
  }

  private static func tree(of bytes: [UInt8]) throws(Failure) -> [UInt8] {
    var terminated = bytes.map { CChar(bitPattern: $0) }
    terminated.append(0)
    // SAFETY: the text ends in its only NUL and lives until the parser returns.
    let result = unsafe pg_query_parse(&terminated)
    // SAFETY: the result is freed once, after everything that is kept of it was copied.
    defer { unsafe pg_query_free_parse_result(result) }
    if let error = unsafe result.error {
      // SAFETY: an error's message is a terminated string, its position a character from 1.
      let message = unsafe error.pointee.message.map { unsafe String(cString: $0) }
      throw Failure(
        message: message ?? "the parser failed", offset: unsafe Int(error.pointee.cursorpos) - 1)
    }
    // SAFETY: the tree is a terminated string.
    guard let tree = unsafe result.parse_tree else {
      throw Failure(message: "the parser gave no tree", offset: 0)
    }
    return unsafe Array(String(cString: tree).utf8)
  }
}
