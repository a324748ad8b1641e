import ActionModel

extension PathResolver {
  /// Resolves a path that a tool was given, in every way that a program may read it.
  ///
  /// The first is the path as it stands; the others are those that lead elsewhere, and `unknown` where that cannot be told.
  func resolve(
    argument: String, from directory: String?, isTree: Bool = false, followsLast: Bool = true
  ) -> [ResolvedPath] {
    let readings = PathReadings(of: argument)
    if readings.texts.count == 1, readings.gap == nil, argument.utf8.first != UInt8(ascii: "~") {
      return [resolve(text: argument, from: directory, isTree: isTree, followsLast: followsLast)]
    }
    var found: [ResolvedPath] = []
    func add(_ path: ResolvedPath) {
      // By bytes: text that is canonically equivalent names other files.
      let name = path.target.description
      if !found.contains(where: { $0.target.description.utf8.elementsEqual(name.utf8) }) {
        found.append(path)
      }
    }
    for text in readings.texts {
      add(resolve(text: text, from: directory, isTree: isTree, followsLast: followsLast))
      guard text.utf8.first == UInt8(ascii: "~") else { continue }
      let user = Substring(text.unicodeScalars.dropFirst().prefix { $0 != "/" })
      guard let home = home(of: user) else {
        add(.unknown("the home directory is not known"))
        continue
      }
      let rest = Substring(text.unicodeScalars.dropFirst(1 + user.unicodeScalars.count))
      add(resolve(text: home + rest, from: nil, isTree: isTree, followsLast: followsLast))
    }
    if let gap = readings.gap { add(.unknown(gap)) }
    return found
  }
}
