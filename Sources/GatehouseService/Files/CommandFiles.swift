import EffectAnalysis

/// Reads the files that describe commands.
enum CommandFiles {
  static func read(_ paths: [String]) throws(FileError) -> [CommandTable.File] {
    var files: [CommandTable.File] = []
    for path in paths { files.append((name: path, bytes: try Files.readRegular(path))) }
    return files
  }
}
