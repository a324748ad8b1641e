/// What the names of a program stand for: modules, their members, variables.
struct CodeScope {
  /// What a name was imported as.
  private(set) var aliases: [String: String] = [:]
  /// Modules that were imported; nil stands for whatever a module offers.
  private(set) var imported: [String?] = []
  /// The tokens of statements that import, which are no uses of names.
  private(set) var statements: [Range<Int>] = []
  /// Names that the program itself gives a meaning to.
  private(set) var bound: Set<[UInt8]> = []

  init(_ tokens: [CodeToken]) {
    var index = 0
    while index < tokens.count {
      if tokens[index].kind == .name, !tokens[index].isMember {
        switch tokens[index].text {
        case "import": index = max(readImport(tokens, index), index + 1)
        case "from": index = max(readFrom(tokens, index), index + 1)
        case "require", "__import__", "Java.type", "importlib.import_module":
          readRequire(tokens, index)
          index += 1
        default:
          bind(tokens, index)
          index += 1
        }
      } else {
        index += 1
      }
    }
  }

  /// Notes what a name stands for; one that stands for several things stands for nothing known.
  private mutating func name(_ alias: String, _ target: String) {
    aliases[alias] = aliases[alias] == nil || aliases[alias] == target ? target : "?"
  }

  /// Whether an imported name is given another.
  private func isRenamed(_ tokens: [CodeToken], _ index: Int) -> Bool {
    index + 1 < tokens.count && tokens[index + 1].kind == .name && tokens[index + 1].text == "as"
  }

  /// The whole path of a name.
  func path(of name: String) -> (path: String, isImported: Bool) {
    let root = name.prefix { $0 != "." }
    guard let target = aliases[String(root)] else { return (name, false) }
    return (target + name.dropFirst(root.count), true)
  }

  /// Reads `import a.b as c, d`, `import x from "m"`, `import {a as b} from "m"`, `import * as x from "m"`.
  private mutating func readImport(_ tokens: [CodeToken], _ start: Int) -> Int {
    var index = start + 1
    var names: [(name: String, alias: String)] = []
    var isBraced = false
    var isStar = false
    while index < tokens.count, index < start + CodeArguments.maximumTokens {
      let token = tokens[index]
      switch token.kind {
      case .name where token.text == "from" && !names.isEmpty:
        guard index + 1 < tokens.count, tokens[index + 1].kind == .string else { break }
        let module = Self.module(tokens[index + 1])
        for (name, alias) in names {
          self.name(alias, isBraced ? module.map { "\($0).\(name)" } ?? "?" : module ?? "?")
        }
        imported.append(module)
        statements.append(start..<(index + 2))
        return index + 2
      case .name where token.text == "as":
        if index + 1 < tokens.count, let alias = tokens[index + 1].text {
          if isStar {
            names.append(("*", alias))
          } else if !names.isEmpty {
            names[names.count - 1].alias = alias
          }
        }
        index += 1
      case .name: names.append((token.text ?? "?", token.text ?? "?"))
      case .mark(UInt8(ascii: "{")): isBraced = true
      case .mark(UInt8(ascii: "*")): isStar = true
      case .mark(UInt8(ascii: ",")), .mark(UInt8(ascii: "}")): break
      default:
        let isStatement = token.kind == .newline || token.isMark(";")
        guard isStatement else { return start }
        finishImport(names, start..<index)
        return index
      }
      index += 1
    }
    finishImport(names, start..<index)
    return index
  }

  private mutating func finishImport(
    _ names: [(name: String, alias: String)], _ range: Range<Int>
  ) {
    for (name, alias) in names {
      imported.append(name)
      // `import a.b` binds a, under which b is found.
      if name == alias {
        let root = String(name.prefix { $0 != "." })
        self.name(root, root)
      } else {
        self.name(alias, name)
      }
    }
    statements.append(range)
  }

  /// Reads `from m import x as y, z`.
  private mutating func readFrom(_ tokens: [CodeToken], _ start: Int) -> Int {
    guard start + 2 < tokens.count, let module = tokens[start + 1].text,
      tokens[start + 2].kind == .name, tokens[start + 2].text == "import"
    else { return start }
    imported.append(module)
    var index = start + 3
    var last: String?
    while index < tokens.count {
      let token = tokens[index]
      switch token.kind {
      case .name where token.text == "as":
        index += 1
        if index < tokens.count, let alias = tokens[index].text, let name = last {
          self.name(alias, "\(module).\(name)")
        }
      case .name:
        last = token.text
        if let name = last, !isRenamed(tokens, index) { self.name(name, "\(module).\(name)") }
      case .mark(UInt8(ascii: "*")): imported.append(nil)
      case .mark(UInt8(ascii: ",")), .mark(UInt8(ascii: "(")), .mark(UInt8(ascii: ")")): break
      default:
        statements.append(start..<index)
        return index
      }
      index += 1
    }
    statements.append(start..<index)
    return index
  }

  /// Reads `x = require("m")`, `{a, b: c} = require("m")`.
  private mutating func readRequire(_ tokens: [CodeToken], _ index: Int) {
    guard index >= 2, tokens[index - 1].isMark("="), let module = Self.required(tokens, index)
    else {
      return
    }
    if tokens[index - 2].kind == .name, let name = tokens[index - 2].text {
      self.name(name, module)
      return
    }
    guard tokens[index - 2].isMark("}") else { return }
    var place = index - 3
    var alias: String?
    while place >= 0, place > index - CodeArguments.maximumTokens, !tokens[place].isMark("{") {
      if tokens[place].kind == .name, let name = tokens[place].text {
        if place > 0, tokens[place - 1].isMark(":") {
          alias = name
        } else {
          self.name(alias ?? name, "\(module).\(name)")
          alias = nil
        }
      }
      place -= 1
    }
  }

  /// The module that `require("m")` names, at the token of `require`.
  static func required(_ tokens: [CodeToken], _ index: Int) -> String? {
    let next = index + 1 < tokens.count && tokens[index + 1].isMark("(") ? index + 2 : index + 1
    guard next < tokens.count, tokens[next].kind == .string else { return nil }
    return module(tokens[next])
  }

  private static func module(_ token: CodeToken) -> String? {
    guard let name = token.text else { return nil }
    return (name.hasPrefix("node:") ? String(name.dropFirst(5)) : name)
      .split(separator: "/").joined(separator: ".")
  }

  /// Notes names that are assigned, are parameters, or run through a loop.
  private mutating func bind(_ tokens: [CodeToken], _ index: Int) {
    let token = tokens[index]
    let next = index + 1 < tokens.count ? tokens[index + 1] : nil
    if let next, next.isMark("="), index + 2 >= tokens.count || !tokens[index + 2].isMark("=") {
      bound.insert(token.value)
    }
    guard index > 0 else { return }
    switch tokens[index - 1].text {
    case "for", "as", "lambda", "const", "let", "var", "def", "function", "local", "my":
      if tokens[index - 1].kind == .name { bound.insert(token.value) }
    default: break
    }
    // Further names of a list: `for k, v in`, `lambda a, b:`, `a, b = …`.
    if index > 1, tokens[index - 1].isMark(","), tokens[index - 2].kind == .name,
      bound.contains(tokens[index - 2].value)
    {
      bound.insert(token.value)
    }
  }
}
