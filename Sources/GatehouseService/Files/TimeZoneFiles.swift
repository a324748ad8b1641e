import Expressions

/// Reads the system's time zones once, when the first is named: at load, where a policy writes a zone out.
enum TimeZoneFiles {
  private static let directory = "/usr/share/zoneinfo"

  /// Knows every zone file; a system without any leaves conditions with `UTC` and fixed offsets.
  static func read() -> TimeZoneDatabase {
    let zones = Prepared {
      var files: [String: [UInt8]] = [:]
      collect("", into: &files)
      return files
    }
    return TimeZoneDatabase { zones.value?[$0] }
  }

  /// Reads a folder and those below it, but for the copies that count leap seconds or do not.
  private static func collect(_ folder: String, into files: inout [String: [UInt8]]) {
    for name in (try? Files.names(in: "\(directory)/\(folder)")) ?? [] {
      let path = folder.isEmpty ? name : "\(folder)/\(name)"
      guard path != "posix", path != "right" else { continue }
      if Files.status("\(directory)/\(path)")?.isDirectory == true {
        collect(path, into: &files)
      } else if let bytes = try? Files.readRegular("\(directory)/\(path)"),
        bytes.starts(with: "TZif".utf8)
      {
        files[path] = bytes
      }
    }
  }
}
