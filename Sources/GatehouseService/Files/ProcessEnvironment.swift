#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Reads the environment that the process was started with.
package enum ProcessEnvironment {
  /// Every variable; of one that is named twice the first counts, as for `getenv`.
  package static var variables: [String: String] {
    var variables: [String: String] = [:]
    var entry = unsafe environ
    // SAFETY: the list ends with a null pointer, and nothing here changes it.
    while let text = unsafe entry.pointee {
      let words = unsafe String(cString: text).split(
        separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      if words.count == 2, variables[String(words[0])] == nil {
        variables[String(words[0])] = String(words[1])
      }
      unsafe entry += 1
    }
    return variables
  }
}
