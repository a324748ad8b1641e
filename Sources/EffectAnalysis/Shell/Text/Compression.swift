/// The text commands that unpack.
enum Compression {
  /// `gunzip` and `zcat` as filters.
  static func gunzip(_ arguments: [String], _ input: [UInt8]) -> [UInt8]? {
    let known: Set<String> = ["-c", "-d", "-dc", "-cd", "-q", "-f", "-cf", "-dcf", "--stdout", "-"]
    guard arguments.allSatisfy({ known.contains($0) }) else { return nil }
    return Inflate.gunzip(input, limit: TextCommand.outputLimit)
  }

  /// `gzip -d` as a filter; packing is not followed.
  static func gzip(_ arguments: [String], _ input: [UInt8]) -> [UInt8]? {
    guard
      arguments.contains(where: { $0 == "--decompress" || $0.hasPrefix("-") && $0.contains("d") })
    else { return nil }
    return gunzip(arguments.filter { $0 != "--decompress" }, input)
  }
}
