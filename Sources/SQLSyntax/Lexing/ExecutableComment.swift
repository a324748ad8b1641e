/// What MySQL's `/*!50100 … */` or MariaDB's `/*M!100100 … */` says about the servers that execute what is in it.
struct ExecutableComment: Hashable {
  /// The least version that does; 0 where any does.
  let version: Int
  /// Whether it is one for MariaDB alone, a mere comment for MySQL.
  let isMariaDB: Bool

  /// Whether some server executes what is in it and another does not.
  var isConditional: Bool { version > 0 || isMariaDB }

  /// MariaDB leaves out what is for MySQL from 5.7 on.
  private var isForMySQLAlone: Bool { !isMariaDB && 50_700...99_999 ~= version }

  /// For each kind of server that differs, which of some comments it skips; the server that skips none is left out.
  static func choices(among comments: Set<ExecutableComment>) -> [Set<ExecutableComment>] {
    var choices: [Set<ExecutableComment>] = []
    for limit in comments.map({ $0.version - 1 }).filter({ $0 >= 0 }).sorted() + [.max] {
      let mysql = comments.filter { $0.isMariaDB || $0.version > limit }
      let mariaDB = comments.filter { $0.isForMySQLAlone || $0.version > limit }
      for choice in [mysql, mariaDB] where !choice.isEmpty && !choices.contains(choice) {
        choices.append(choice)
      }
    }
    return choices
  }
}
