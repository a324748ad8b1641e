import JSON

/// Walks the tree of one statement and notes what it would do.
///
/// Statements that do something have a function of their own; everything else is walked node by
/// node, so that tables, functions and queries are found wherever they stand.
struct PostgreSQLWalker {
  let places: TokenPlaces
  /// Where the statement stands.
  let bytes: Range<Int>
  var statement: SQLStatement
  /// Statements beside it that it holds: the one that `PREPARE` keeps.
  var further: [SQLStatement] = []
  var gaps: [SQLReading.Gap] = []
  var steps = 0
  /// The names that `WITH` gives to queries, innermost last.
  private var queryNames: [String] = []
  /// Whether the walk is inside a `WITH`.
  private var isInCTE = false

  init(places: TokenPlaces, bytes: Range<Int>) {
    self.places = places
    self.bytes = bytes
    statement = SQLStatement(.other, at: bytes)
  }

  /// The statements that were read.
  var finished: [SQLStatement] { [statement] + further }

  /// Notes a part that cannot be followed.
  mutating func gap(_ why: String) {
    gaps.append(SQLReading.Gap(why, at: bytes))
    statement.lose(.unknown)
  }

  mutating func note(_ kind: SQLUse.Kind, _ name: String?, at place: Range<Int>? = nil) {
    statement.note(kind, name, at: place ?? bytes)
  }

  // MARK: Any node

  /// Walks a node, a list of nodes, or the fields of a node.
  mutating func walk(_ value: JSONValue?) {
    guard let value else { return }
    steps += 1
    switch value.kind {
    case .array: for element in value.elements { walk(element) }
    case .object:
      for (key, member) in value.members where member.kind == .object || member.kind == .array {
        node(key, member)
      }
    default: break
    }
  }

  /// Walks all fields of a node but some.
  mutating func walk(_ fields: JSONValue, except keys: Set<String>) {
    for (key, member) in fields.members where !keys.contains(key) { node(key, member) }
  }

  private mutating func node(_ type: String, _ fields: JSONValue) {
    switch type {
    case "ColumnRef", "A_Const", "String", "TypeName", "typeName", "ParamRef", "alias": return
    case "RangeVar": table(fields)
    case "FuncCall": call(fields)
    case "SelectStmt", "larg", "rarg": query(fields)
    case "InsertStmt", "UpdateStmt", "DeleteStmt", "MergeStmt": modification(type, fields)
    case "A_Expr": expression(fields)
    case "A_Indirection": indirection(fields)
    default: walk(fields)
    }
  }

  /// Notes that a table is read, unless the name is that of a query.
  private mutating func table(_ fields: JSONValue) {
    guard let name = tableName(fields) else { return }
    if name.parts.count == 1, queryNames.contains(name.last) { return }
    note(.readsTable, name.description, at: places.name(at: fields["location"]?.int))
  }

  /// The name in the fields of a `RangeVar`.
  func tableName(_ fields: JSONValue?) -> SQLName? {
    guard let fields, let name = fields["relname"]?.string else { return nil }
    return SQLName(
      [fields["catalogname"]?.string, fields["schemaname"]?.string, name].compactMap { $0 })
  }

  /// Notes what is done to the table in the fields of a `RangeVar`.
  mutating func note(_ kind: SQLUse.Kind, table fields: JSONValue?) {
    guard let fields, let name = tableName(fields) else { return }
    note(kind, name.description, at: places.name(at: fields["location"]?.int))
  }

  // MARK: Functions

  /// Notes what calling a function does, and what its arguments do.
  mutating func call(_ fields: JSONValue) {
    walk(fields["args"])
    walk(fields["agg_order"])
    walk(fields["agg_filter"])
    walk(fields["over"])
    let name = SQLName(fields["funcname"]?.nodeTexts ?? [])
    let place = places.name(at: fields["location"]?.int) ?? bytes
    let arguments = (fields["args"]?.elements ?? JSONValue.null.elements).map(argument)
    let call = SQLCall(name: name, arguments: arguments, bytes: place)
    let isOwn = name.parts.count == 1 || name.parts.first == "pg_catalog"
    statement.note(call, .postgresql, isOwn: isOwn)
    if name.last == "set_config" {
      setting(arguments.first.map(\.text) ?? nil, at: place)
    }
  }

  /// Notes functions that are called as if they were a column of their argument: `('s'::regclass).nextval`.
  ///
  /// A name of none of PostgreSQL's functions counts as a column, which most are.
  private mutating func indirection(_ fields: JSONValue) {
    walk(fields)
    var arguments = (fields["arg"].map { [argument($0)] }) ?? []
    for part in fields["indirection"]?.elements ?? JSONValue.null.elements {
      if let name = part.nodeText, SQLFunctions.postgresql.meanings(of: name) != nil {
        let call = SQLCall(name: SQLName([name]), arguments: arguments, bytes: bytes)
        statement.note(call, .postgresql, isOwn: true)
      }
      arguments = [SQLCall.Argument(text: nil, bytes: bytes)]
    }
  }

  private func argument(_ value: JSONValue) -> SQLCall.Argument {
    var value = value
    while let inner = value["TypeCast"]?["arg"] { value = inner }
    let constant = value["A_Const"]
    let place = places.name(at: constant?["location"]?.int) ?? bytes
    guard let constant, let text = constant["sval"] else {
      return SQLCall.Argument(text: nil, bytes: place)
    }
    return SQLCall.Argument(text: text["sval"]?.string ?? "", bytes: place)
  }

  /// Notes an operator that is somebody's own, which calls a function of theirs.
  private mutating func expression(_ fields: JSONValue) {
    walk(fields["lexpr"])
    walk(fields["rexpr"])
    let name = fields["name"]?.nodeTexts ?? []
    guard name.count > 1, name.first != "pg_catalog" else { return }
    note(
      .calls, SQLName(name).description,
      at: places.name(at: fields["location"]?.int))
    statement.lose(.unknown)
  }

  // MARK: Queries

  /// Walks a query; what it reads under a name of its `WITH` is no table.
  mutating func query(_ fields: JSONValue) {
    let outer = queryNames.count
    with(fields["withClause"])
    if let into = fields["intoClause"] {
      note(.writesTable, table: into["rel"])
      statement.lose(.recoverable)
    }
    walk(fields, except: ["withClause", "intoClause"])
    queryNames.removeSubrange(outer...)
  }

  /// Walks a `WITH`; each name is known after its query, or within it too where it is recursive.
  mutating func with(_ clause: JSONValue?) {
    guard let clause else { return }
    let outer = isInCTE
    let entries = (clause["ctes"]?.elements ?? JSONValue.null.elements).compactMap {
      $0["CommonTableExpr"]
    }
    if clause.has("recursive") { queryNames += entries.compactMap { $0["ctename"]?.string } }
    for entry in entries {
      isInCTE = true
      walk(entry["ctequery"])
      isInCTE = outer
      if !clause.has("recursive"), let name = entry["ctename"]?.string { queryNames.append(name) }
    }
  }

  /// Walks `INSERT`, `UPDATE`, `DELETE` or `MERGE`, which may also stand in a `WITH`.
  mutating func modification(_ type: String, _ fields: JSONValue) {
    if isInCTE {
      statement.modifiesInCTE = true
      statement.lose(.lasting)
    }
    let outer = queryNames.count
    with(fields["withClause"])
    let target = fields["relation"]
    switch type {
    case "DeleteStmt":
      note(.deletesTable, table: target)
      bound(fields, others: fields["usingClause"])
    case "UpdateStmt":
      note(.writesTable, table: target)
      bound(fields, others: fields["fromClause"])
    case "MergeStmt": merge(fields, into: target)
    default:
      note(.writesTable, table: target)
      statement.lose(.recoverable)
    }
    let isInsertOnly = type == "InsertStmt" && fields["onConflictClause"] == nil
    if fields["returningList"] != nil, !isInsertOnly { note(.readsTable, table: target) }
    walk(fields, except: ["withClause", "relation"])
    queryNames.removeSubrange(outer...)
  }

  /// Judges the condition of `DELETE` and `UPDATE`.
  private mutating func bound(_ fields: JSONValue, others: JSONValue?) {
    let condition = fields["whereClause"].map { PostgreSQLCondition.condition($0) }
    let target = tableName(fields["relation"])?.last.lowercased()
    let own = fields["relation"]?["alias"]?["aliasname"]?.string?.lowercased() ?? target
    var names: Set<String> = []
    for other in others?.elements ?? JSONValue.null.elements {
      guard let table = other["RangeVar"], let name = tableName(table)?.last else { continue }
      names.insert((table["alias"]?["aliasname"]?.string ?? name).lowercased())
    }
    if let own { names.remove(own) }
    let isBounded =
      condition.map { SQLBound(target: target, others: names).bounds($0) } ?? false
    if !isBounded { statement.isUnbounded = true }
    statement.lose(isBounded ? .recoverable : .lasting)
  }

  /// Judges `MERGE`: what it does where rows match, and whether its condition bounds which do.
  private mutating func merge(_ fields: JSONValue, into target: JSONValue?) {
    note(.writesTable, table: target)
    var deletes = false
    var changes = false
    for clause in fields["mergeWhenClauses"]?.elements ?? JSONValue.null.elements {
      let command = clause["MergeWhenClause"]?["commandType"]?.string
      deletes = deletes || command == "CMD_DELETE"
      changes = changes || command == "CMD_DELETE" || command == "CMD_UPDATE"
    }
    if deletes { note(.deletesTable, table: target) }
    let condition = fields["joinCondition"].map { PostgreSQLCondition.condition($0) }
    let isBounded = condition.map { SQLBound(target: nil, others: []).bounds($0) } ?? false
    if changes, !isBounded { statement.isUnbounded = true }
    statement.lose(changes && !isBounded ? .lasting : .recoverable)
  }
}
