import ByteParsing

/// The extension library of encodings: `base64.encode(bytes)` and `base64.decode(text)`, whose padding may be left out.
enum BytesExtensions {
  static var functions: [Function] {
    StandardLibrary.overloads(
      "base64.encode", [Signature([.bytes], .string)],
      .unary { (value, budget) throws(EvaluationFailure) in
        guard case .bytes(let bytes) = value else { throw .noOverload("base64.encode", value) }
        try budget.spend(bytes: bytes.count)
        return .string(Base64.encode(bytes))
      })
      + StandardLibrary.overloads(
        "base64.decode", [Signature([.string], .bytes)],
        .unary { (value, budget) throws(EvaluationFailure) in
          guard case .string(let text) = value else { throw .noOverload("base64.decode", value) }
          try budget.spend(bytes: text.utf8.count)
          let padding = String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
          guard let bytes = Base64.decode(text + padding) else {
            throw .error(.init(.invalidArgument, "the text is not base64"))
          }
          return .bytes(bytes)
        })
  }
}
