import Foundation
import Glibc

/// A small file system in memory, which only root can mount; it goes with the last reference to it.
package final class SmallDisk: Sendable {
  package let folder: TemporaryFolder

  /// Mounts it; says so and gives nil where the machine does not let tests do that.
  package init?() async throws {
    folder = try TemporaryFolder()
    let result = try await Program.run(
      "/usr/bin/env", ["mount", "-t", "tmpfs", "-o", "size=4m", "gatehouse", folder.url.path])
    guard result.status == 0 else {
      print("skipped: this machine mounts no file systems for tests: \(result.errors)")
      return nil
    }
  }

  deinit {
    // SAFETY: the path lives during the call.
    unsafe _ = umount2(folder.url.path, Int32(MNT_DETACH))
  }

  /// Takes the space that is left.
  package func fill() throws {
    var size = 1 << 20
    var fillers = 0
    while size >= 512 {
      do {
        try Data(count: size).write(to: folder.url.appending(path: "filler-\(fillers)"))
        fillers += 1
      } catch {
        size /= 2
      }
    }
  }

  package func makeRoom() throws {
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.url.path)
    where name.hasPrefix("filler-") {
      try FileManager.default.removeItem(atPath: folder.path(name))
    }
  }
}
