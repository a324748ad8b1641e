/// What a function does with one of its arguments: a word `use:argument` of a language's table.
struct CodeEffect: Sendable {
  enum Use: String, Sendable {
    case reads, writes, deletes, loads, chmod
    /// Deletes or reads everything below a directory.
    case deletesTree = "deletes-tree"
    case readsTree = "reads-tree"
    case writesTree = "writes-tree"
    /// Opens a file for what the argument after it says: `"r"`, `"w"`, `"<"`.
    case opens
    /// Opens in Perl's way: two arguments with the direction in the name, or three.
    case opensAsPerl = "opens-as-perl"
    /// Reads a file, or fetches where it is a URL.
    case fetches
    case shell
    /// Runs the arguments from here on as a command and its arguments.
    case runs
    /// Runs a path; the argument after it is the name that the program sees.
    case executes
    /// Runs one argument in a shell, several as a command.
    case system
    /// Loads a module by its name, or a file by its path.
    case imports
    /// Runs code of the same language.
    case code
    case connects, sends, listens, escalates
    /// Connects, and sends where the call says more than the address: a method, a body, headers.
    case requests
    /// The same of a call that takes a function for the answer besides.
    case gets
    /// Does something with a database or a script in a language of its own.
    case sql
    /// Takes what follows as lines of other languages: `python`, `lua`.
    case python, lua, perl, ruby, tcl
    /// Does nothing worth telling.
    case nothing
    /// Is not understood.
    case unknown
  }

  /// Which argument is meant.
  enum Selector: Sendable, Equatable {
    /// None: the target is not told.
    case none
    /// The argument of that number, from 0.
    case argument(Int)
    /// The text between brackets, or the rest of the line, as it is written.
    case raw
    /// The last argument.
    case last
    /// Every argument.
    case each
    /// What the word before the name says.
    case receiver
  }

  let use: Use
  let selector: Selector

  init?(_ word: String) {
    let parts = word.split(separator: ":", maxSplits: 1)
    guard let use = parts.first.flatMap({ Use(rawValue: String($0)) }) else { return nil }
    self.use = use
    switch parts.dropFirst().first {
    case nil: selector = .none
    case "raw": selector = .raw
    case "last": selector = .last
    case "each": selector = .each
    case "receiver": selector = .receiver
    case let number?:
      guard let number = Int(number), number >= 1 else { return nil }
      selector = .argument(number - 1)
    }
  }
}
