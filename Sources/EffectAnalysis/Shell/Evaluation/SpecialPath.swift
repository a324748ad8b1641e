/// The paths that are no files: sinks, terminals, descriptors, and bash's ways to the network.
enum SpecialPath {
  /// Reading or writing it changes and tells nothing: `/dev/null`, `/dev/tty`, `/dev/fd/3`.
  case harmless
  /// A descriptor of the command: `/dev/stdin`, `/dev/fd/0`.
  case descriptor(Int32)
  /// `/dev/tcp/HOST/PORT` and `/dev/udp/HOST/PORT`, which bash opens in redirections.
  case network(host: Substring, port: Substring)
  /// A disk, memory or another device that writing destroys.
  case device

  /// Looks at a path in its written form; nil for ordinary files.
  init?(_ path: String) {
    // Nearly all paths end here.
    let start = path.utf8.span
    guard start.count > 1, start[0] == UInt8(ascii: "/"),
      start[1] == UInt8(ascii: "d") || start[1] == UInt8(ascii: "p")
        || start[1] == UInt8(ascii: "/") || start[1] == UInt8(ascii: ".")
    else { return nil }
    if path == "/dev/null" {
      self = .harmless
      return
    }
    let parts = path.split(separator: "/").filter { $0 != "." }
    guard parts.count >= 2, !parts.contains("..") else { return nil }
    if parts[0] == "proc", parts.count == 4, parts[1] == "self", parts[2] == "fd" {
      guard let number = Int32(parts[3]) else { return nil }
      self = .descriptor(number)
      return
    }
    guard parts[0] == "dev" else { return nil }
    switch parts[1] {
    case "null", "zero", "full", "random", "urandom", "tty", "console", "ptmx":
      guard parts.count == 2 else { return nil }
      self = .harmless
    case "pts":
      self = .harmless
    case "stdin": self = .descriptor(0)
    case "stdout": self = .descriptor(1)
    case "stderr": self = .descriptor(2)
    case "fd":
      guard parts.count == 3, let number = Int32(parts[2]) else { return nil }
      self = .descriptor(number)
    case "tcp", "udp":
      guard parts.count == 4 else { return nil }
      self = .network(host: parts[2], port: parts[3])
    case "shm", "mqueue", "log": return nil
    default:
      if parts[1].hasPrefix("tty") || parts[1].hasPrefix("pty") {
        self = .harmless
      } else {
        self = .device
      }
    }
  }
}
