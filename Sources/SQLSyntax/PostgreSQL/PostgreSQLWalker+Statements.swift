import JSON

extension PostgreSQLWalker {
  /// Reads a statement from its node.
  mutating func statement(_ type: String, _ fields: JSONValue) {
    let kind = Self.kinds[type] ?? Self.kind(byVerbOf: type)
    statement = SQLStatement(kind, at: bytes)
    switch type {
    case "SelectStmt": query(fields)
    case "InsertStmt", "UpdateStmt", "DeleteStmt", "MergeStmt": modification(type, fields)
    case "ExplainStmt": explain(fields)
    case "CopyStmt": copy(fields)
    case "TruncateStmt":
      for table in fields["relations"]?.elements ?? JSONValue.null.elements {
        note(.deletesTable, table: table["RangeVar"])
      }
      statement.lose(.lasting)
    case "DropStmt": drop(fields)
    case "PrepareStmt": prepare(fields)
    case "ExecuteStmt":
      walk(fields)
      gap("the statement that was prepared as `\(fields["name"]?.string ?? "")` is not seen here")
    case "DoStmt":
      note(.runsText, nil)
      statement.lose(.unknown)
    case "CallStmt":
      if let funccall = fields["funccall"] { call(funccall) }
      statement.lose(.unknown)
    case "VariableSetStmt": set(fields)
    case "TransactionStmt", "VariableShowStmt", "ConstraintsSetStmt", "DeallocateStmt", "FetchStmt",
      "ClosePortalStmt", "ListenStmt", "UnlistenStmt":
      walk(fields)
    case "DeclareCursorStmt": walk(fields)
    case "NotifyStmt":
      note(.sends, fields["conditionname"]?.string)
      statement.lose(.unknown)
    case "LockStmt":
      walk(fields)
    case "LoadStmt":
      note(.loads, fields["filename"]?.string)
      statement.lose(.unknown)
    case "VacuumStmt", "ClusterStmt", "ReindexStmt", "CheckPointStmt", "RefreshMatViewStmt":
      maintain(type, fields)
    case "CommentStmt", "SecLabelStmt":
      note(.changesObject, fields["object"].flatMap(objectName))
      statement.lose(.recoverable)
    default: definition(type, fields)
    }
  }

  private static let kinds: [String: SQLStatement.Kind] = [
    "SelectStmt": .select, "InsertStmt": .insert, "UpdateStmt": .update, "DeleteStmt": .delete,
    "MergeStmt": .merge, "TruncateStmt": .truncate, "CopyStmt": .copy, "CallStmt": .call,
    "DoStmt": .do, "ExecuteStmt": .execute, "PrepareStmt": .prepare, "DeallocateStmt": .prepare,
    "VariableSetStmt": .set, "DiscardStmt": .set, "ConstraintsSetStmt": .set,
    "TransactionStmt": .transaction, "ExplainStmt": .explain, "VariableShowStmt": .show,
    "LoadStmt": .load, "VacuumStmt": .vacuum, "ListenStmt": .listen, "UnlistenStmt": .listen,
    "NotifyStmt": .listen, "DeclareCursorStmt": .declare, "FetchStmt": .select,
    "ClosePortalStmt": .declare, "LockStmt": .lock, "CommentStmt": .comment,
    "SecLabelStmt": .comment, "CheckPointStmt": .vacuum, "ReindexStmt": .vacuum,
    "ClusterStmt": .vacuum, "RefreshMatViewStmt": .vacuum, "IndexStmt": .create,
    "ViewStmt": .create, "RuleStmt": .create, "DefineStmt": .create, "CompositeTypeStmt": .create,
    "RenameStmt": .alter, "ReassignOwnedStmt": .alter, "ImportForeignSchemaStmt": .create,
  ]

  /// The kind of a statement that makes, changes or drops something, by the name of its node.
  private static func kind(byVerbOf type: String) -> SQLStatement.Kind {
    if type.hasPrefix("Create") { return .create }
    if type.hasPrefix("Alter") { return .alter }
    if type.hasPrefix("Drop") { return .drop }
    if type.hasPrefix("Grant") { return .grant }
    return .other
  }

  // MARK: Statements that hold others

  /// `EXPLAIN` alone plans the statement; with `ANALYZE` it runs it.
  private mutating func explain(_ fields: JSONValue) {
    let runs = (fields["options"]?.elements ?? JSONValue.null.elements).contains { option in
      let option = option["DefElem"]
      guard option?["defname"]?.string == "analyze" else { return false }
      return !isOff(option?["arg"])
    }
    guard let (type, inner) = fields["query"]?.node else { return gap("nothing to explain") }
    let explained = statement
    statement(type, inner)
    if runs {
      statement.kind = .explain
      return
    }
    // Planning alone calls functions that do not change by the row, whatever they do besides.
    let calls = statement.uses.filter { $0.kind == .calls }
    (statement, further, gaps) = (explained, [], [])
    statement.uses = calls
    if !calls.isEmpty { statement.lose(.unknown) }
  }

  private func isOff(_ value: JSONValue?) -> Bool {
    guard let value else { return false }
    if let number = value["Integer"] { return (number["ival"]?.int ?? 0) == 0 }
    if let flag = value["Boolean"] { return !flag.has("boolval") }
    let text = value.nodeText?.lowercased()
    return text == "off" || text == "false" || text == "0"
  }

  /// What is prepared counts as run: who prepares it can run it.
  private mutating func prepare(_ fields: JSONValue) {
    guard let (type, inner) = fields["query"]?.node else { return gap("nothing is prepared") }
    let outer = statement
    statement(type, inner)
    further.append(statement)
    statement = outer
  }

  // MARK: Files and settings

  private mutating func copy(_ fields: JSONValue) {
    let isFrom = fields.has("is_from")
    note(isFrom ? .writesTable : .readsTable, table: fields["relation"])
    walk(fields["query"])
    walk(fields["whereClause"])
    statement.lose(isFrom ? .recoverable : .none)
    guard let name = fields["filename"]?.string else { return }
    if fields.has("is_program") {
      note(.runsProgram, name)
      statement.lose(.unknown)
    } else {
      note(isFrom ? .readsFile : .writesFile, name)
      if !isFrom { statement.lose(.unknown) }
    }
  }

  private mutating func set(_ fields: JSONValue) {
    walk(fields["args"])
    let name = fields["name"]?.string
    statement.lose(.recoverable)
    // A setting's default can be what somebody has narrowed for this session: the login's own role, any schema.
    if fields["kind"]?.string == "VAR_RESET_ALL" {
      note(.changesServer, "all settings")
    } else {
      setting(name, at: bytes)
    }
  }

  /// Judges a setting that is changed: most concern the session alone.
  mutating func setting(_ name: String?, at place: Range<Int>) {
    switch name?.lowercased() {
    case "role", "session_authorization": note(.escalates, name, at: place)
    case "standard_conforming_strings", "backslash_quote", "client_encoding":
      gap("after this the server reads texts in another way than they are read here")
    case "search_path", "session_replication_role", "row_security", "local_preload_libraries",
      "session_preload_libraries", "dynamic_library_path", "default_transaction_read_only",
      "transaction_read_only", "lo_compat_privileges", "allow_system_table_mods", "log_statement":
      note(.changesServer, name, at: place)
    case nil: gap("a setting is changed that the text does not name")
    default: break
    }
  }

  private mutating func maintain(_ type: String, _ fields: JSONValue) {
    let isAnalyze = type == "VacuumStmt" && fields["is_vacuumcmd"] == nil
    statement.lose(.recoverable)
    if isAnalyze { statement.loss = .none }
    if let table = fields["relation"] { note(.writesTable, table: table) }
    for element in fields["rels"]?.elements ?? JSONValue.null.elements {
      note(isAnalyze ? .readsTable : .writesTable, table: element["VacuumRelation"]?["relation"])
    }
    if type == "CheckPointStmt" { note(.changesServer, "checkpoint") }
  }

  // MARK: Drops

  private mutating func drop(_ fields: JSONValue) {
    let tables = ["OBJECT_TABLE", "OBJECT_VIEW", "OBJECT_MATVIEW", "OBJECT_FOREIGN_TABLE"]
    let isTable = tables.contains(fields["removeType"]?.string ?? "")
    for object in fields["objects"]?.elements ?? JSONValue.null.elements {
      note(isTable ? .deletesTable : .dropsObject, objectName(object))
    }
    statement.lose(.lasting)
  }

  /// The name of an object in any of the forms that the tree has for one.
  func objectName(_ value: JSONValue) -> String? {
    if let text = value.nodeText { return SQLName([text]).description }
    if let items = value["List"]?["items"] { return name(items.nodeTexts) }
    if let names = value["ObjectWithArgs"]?["objname"] { return name(names.nodeTexts) }
    if let names = value["TypeName"]?["names"] { return name(names.nodeTexts) }
    return tableName(value["RangeVar"])?.description
  }

  func name(_ parts: [String]) -> String? { parts.isEmpty ? nil : SQLName(parts).description }
}
