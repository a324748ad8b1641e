/// Judges the names of values: which of them are secrets, and which only sound like it.
enum SecretName {
  /// The words that make a name one of a secret, as they are looked for.
  static let words: [String] = [
    "token", "secret", "passw", "passphrase", "pwd", "passwd", "apikey", "api_key", "api-key",
    "api", "key", "auth", "credential", "creds", "access", "private", "bearer", "dsn_pass",
  ]

  /// What a name is about.
  enum Meaning {
    case password
    case secret
    /// Often a secret, and as often not: `access`, `auth`, `api`.
    case vague
    /// It speaks of a secret and does not hold one.
    case none
  }

  private static let harmless: [[UInt8]] = [
    "tokeniz", "keyword", "keyboard", "keycode", "keydown", "keyup", "keypress", "keyframe",
    "keyspace", "keyring", "monkey", "turkey", "hockey", "jockey", "donkey", "whiskey", "publickey",
    "public_key", "public-key", "pubkey", "pub_key", "pub-key", "author:", "authors", "authored",
    "accessor", "accessib", "rapid", "capital", "apis", "apiversion", "api_version", "api-version",
    "foreign", "primarykey", "primary_key", "partition", "sortkey", "sort_key", "cachekey",
    "cache_key", "cache-key", "keyid", "key_id", "key-id", "csrf", "xsrf", "authenticity", "nonce",
    "integrity", "checksum", "hash", "digest", "fingerprint", "thumbprint", "sha1", "sha2",
    "sha512",
    "commit", "revision", "etag", "issue", "keystone", "keynote", "accesslog", "access_log",
    "authsource", "authority", "authoriz_uri", "random", "objectkey", "object_key", "translation",
    "signature", "i18n", "l10n", "locale", "icon", "pagetoken", "page_token", "pageToken",
    "continuation", "sync_token", "cancellation", "cancellationtoken", "symbol", "lookup",
    "shortcut", "hotkey", "licens", "msg", "msgid", "label", "title", "message", "placeholder",
    " h1", "tracking", "analytics", "layout", "selector", "dictionary",
  ].map { Array($0.utf8) }

  private static let harmlessEnds: [[UInt8]] = [
    "id", "ids", "name", "names", "url", "uri", "urls", "path", "paths", "file", "files", "dir",
    "type", "types", "ref", "refs", "arn", "region", "count", "length", "len", "size", "ttl",
    "expires", "expiry", "expiration", "endpoint", "host", "scope", "scopes", "version", "index",
    "field", "column", "header", "prefix", "suffix", "format", "algorithm", "alg", "mode", "policy",
    "date", "time", "at", "page", "enabled", "required", "usage", "limit", "budget", "cost",
    "class", "method", "provider", "service", "handler", "manager", "factory", "store", "storage",
    "map", "list", "set", "sets", "tokens", "author", "rotation", "label", "hint", "description",
  ].map { Array($0.utf8) }

  /// Judges the name of an assignment in which some word was found.
  static func meaning(_ text: [UInt8], _ name: Range<Int>) -> Meaning {
    let letters = text[name].map(ASCII.lowercased)
    let whole = 0..<letters.count
    if harmless.contains(where: { letters.containsFolded($0, in: whole) }) { return .none }
    if endsHarmlessly(text, name, letters) { return .none }
    for word in ["passw", "pwd", "passphrase"]
    where letters.containsFolded(Array(word.utf8), in: whole) {
      return .password
    }
    for word in ["token", "secret", "key", "cred", "bearer"]
    where letters.containsFolded(Array(word.utf8), in: whole) {
      return .secret
    }
    return .vague
  }

  /// Tells whether the last word of the name is one of those that name something about a secret.
  private static func endsHarmlessly(
    _ text: [UInt8], _ name: Range<Int>, _ letters: [UInt8]
  ) -> Bool {
    var start = name.upperBound
    while start > name.lowerBound, ASCII.isLetter(text[start - 1]) {
      start -= 1
      // The capital that begins the last word, unless all are capitals.
      let isHump =
        0x41...0x5A ~= text[start]
        && (start == name.lowerBound || !(0x41...0x5A ~= text[start - 1]))
      if isHump { break }
    }
    let last = letters[(start - name.lowerBound)...]
    return harmlessEnds.contains { last.elementsEqual($0) }
  }
}
