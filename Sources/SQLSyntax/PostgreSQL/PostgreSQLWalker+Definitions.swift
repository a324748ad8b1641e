import ByteParsing
import JSON

extension PostgreSQLWalker {
  /// Reads a statement that makes, changes or drops something that lasts.
  mutating func definition(_ type: String, _ fields: JSONValue) {
    statement.lose(.recoverable)
    switch type {
    case "CreateStmt", "CreateForeignTableStmt": createTable(fields)
    case "CreateTableAsStmt":
      note(.writesTable, table: fields["into"]?["rel"])
      if let (type, inner) = fields["query"]?.node {
        type == "ExecuteStmt"
          ? gap("a prepared statement is run that is not seen here") : walkQuery(type, inner)
      }
    case "ViewStmt":
      note(.writesTable, table: fields["view"])
      walk(fields["query"])
    case "IndexStmt", "CreatePolicyStmt", "AlterPolicyStmt", "CreateStatsStmt":
      note(.writesTable, table: fields["relation"] ?? fields["table"])
      if type.hasSuffix("PolicyStmt") {
        note(.changesPermissions, tableName(fields["table"])?.description)
      }
      walk(fields, except: ["relation", "table"])
    case "AlterTableStmt": alterTable(fields)
    case "RenameStmt", "AlterObjectSchemaStmt", "AlterObjectDependsStmt":
      note(.writesTable, table: fields["relation"])
      if let object = fields["object"].flatMap(objectName) ?? fields["subname"]?.string {
        note(.changesObject, object)
      }
    case "AlterOwnerStmt", "ReassignOwnedStmt":
      note(
        .changesPermissions,
        fields["object"].flatMap(objectName) ?? tableName(fields["relation"])?.description)
    case "CreateFunctionStmt", "AlterFunctionStmt": function(fields)
    case "CreateTrigStmt", "RuleStmt", "CreateEventTrigStmt", "AlterEventTrigStmt":
      trigger(fields)
    case "CreateSeqStmt", "AlterSeqStmt": note(.writesTable, table: fields["sequence"])
    case "CreateSchemaStmt":
      note(.changesObject, fields["schemaname"]?.string)
      for element in fields["schemaElts"]?.elements ?? JSONValue.null.elements {
        if let (type, inner) = element.node { definition(type, inner) }
      }
    default:
      rights(type, fields) || server(type, fields) || object(type, fields)
        ? () : gap("a statement of the kind `\(type)` is not known here")
    }
  }

  private mutating func walkQuery(_ type: String, _ fields: JSONValue) {
    type == "SelectStmt" ? query(fields) : walk(fields)
  }

  // MARK: Tables

  private mutating func createTable(_ fields: JSONValue) {
    let base = fields["base"] ?? fields
    note(.writesTable, table: base["relation"])
    if let server = fields["servername"]?.string { note(.connects, server) }
    walk(base["tableElts"])
    walk(base["constraints"])
    for parent in base["inhRelations"]?.elements ?? JSONValue.null.elements {
      note(.writesTable, table: parent["RangeVar"])
    }
  }

  private mutating func alterTable(_ fields: JSONValue) {
    note(.writesTable, table: fields["relation"])
    for command in fields["cmds"]?.elements ?? JSONValue.null.elements {
      guard let command = command["AlterTableCmd"] else { continue }
      switch command["subtype"]?.string {
      case "AT_DropColumn", "AT_AlterColumnType":
        note(.deletesTable, table: fields["relation"])
        statement.lose(.lasting)
      case "AT_ChangeOwner", "AT_DisableRowSecurity", "AT_NoForceRowSecurity":
        note(.changesPermissions, tableName(fields["relation"])?.description)
      default: break
      }
      walk(command)
    }
  }

  // MARK: Code that runs later

  private mutating func function(_ fields: JSONValue) {
    let name = name(fields["funcname"]?.nodeTexts ?? fields["func"]?["objname"]?.nodeTexts ?? [])
    note(.changesObject, name)
    var isBodyKnown = fields["sql_body"] != nil
    for option in fields["options"]?.elements ?? fields["actions"]?.elements
      ?? JSONValue.null.elements
    {
      guard let option = option["DefElem"] else { continue }
      switch option["defname"]?.string {
      case "security" where option["arg"]?["Boolean"]?.has("boolval") == true:
        note(.escalates, name)
      case "security" where (option["arg"]?["Integer"]?["ival"]?.int ?? 0) != 0:
        note(.escalates, name)
      case "set":
        if let setting = option["arg"]?["VariableSetStmt"]?["name"]?.string {
          self.setting(setting, at: bytes)
        }
      default: break
      }
    }
    walk(fields["sql_body"])
    if fields["func"] != nil { isBodyKnown = true }
    if !isBodyKnown { note(.runsText, nil) }
    statement.lose(.unknown)
  }

  private mutating func trigger(_ fields: JSONValue) {
    note(.writesTable, table: fields["relation"])
    if let name = name(fields["funcname"]?.nodeTexts ?? []) { note(.calls, name) }
    note(.changesObject, fields["trigname"]?.string ?? fields["rulename"]?.string)
    walk(fields["actions"])
    walk(fields["whenClause"])
    statement.lose(.unknown)
  }

  // MARK: Rights

  private mutating func rights(_ type: String, _ fields: JSONValue) -> Bool {
    switch type {
    case "GrantStmt", "AlterDefaultPrivilegesStmt":
      let grant = fields["action"] ?? fields
      if !grant.has("is_grant") { statement.kind = .revoke }
      let objects = grant["objects"]?.elements ?? JSONValue.null.elements
      var isNamed = false
      for object in objects {
        isNamed = true
        note(.changesPermissions, objectName(object))
      }
      if !isNamed { note(.changesPermissions, nil) }
      if grant.has("is_grant") { note(.escalates, roles(grant["grantees"])) }
    case "GrantRoleStmt":
      if !fields.has("is_grant") { statement.kind = .revoke }
      note(.changesPermissions, roles(fields["grantee_roles"]))
      if fields.has("is_grant") { note(.escalates, roles(fields["grantee_roles"])) }
    case "CreateRoleStmt", "AlterRoleStmt", "AlterRoleSetStmt":
      note(.escalates, fields["role"]?.string ?? role(fields["role"]))
    case "DropRoleStmt", "DropOwnedStmt":
      note(.dropsObject, roles(fields["roles"]))
      note(.changesPermissions, roles(fields["roles"]))
      statement.lose(.lasting)
    default: return false
    }
    return true
  }

  private func roles(_ value: JSONValue?) -> String? {
    (value?.elements ?? JSONValue.null.elements).lazy.compactMap { role($0["RoleSpec"]) }.first
  }

  private func role(_ value: JSONValue?) -> String? {
    value?["rolename"]?.string
      ?? value?["roletype"]?.string?.lowercased().replacing(bytes: "rolespec_", with: "")
  }

  // MARK: The server and other servers

  private mutating func server(_ type: String, _ fields: JSONValue) -> Bool {
    switch type {
    case "CreateForeignServerStmt", "AlterForeignServerStmt", "CreateUserMappingStmt",
      "AlterUserMappingStmt", "ImportForeignSchemaStmt":
      note(
        .connects,
        option("host", in: fields) ?? fields["servername"]?.string ?? fields["server_name"]?.string)
    case "CreateSubscriptionStmt", "AlterSubscriptionStmt":
      note(.connects, fields["conninfo"]?.string)
      statement.lose(.unknown)
    case "CreateExtensionStmt", "AlterExtensionStmt", "AlterExtensionContentsStmt":
      note(.loads, fields["extname"]?.string)
    case "CreatePLangStmt", "CreateFdwStmt", "AlterFdwStmt", "CreateAmStmt":
      note(
        .loads, fields["plname"]?.string ?? fields["fdwname"]?.string ?? fields["amname"]?.string)
    case "AlterSystemStmt":
      let name = fields["setstmt"]?["name"]?.string
      note(.changesServer, name)
      if let name,
        [
          "archive_command", "restore_command", "archive_cleanup_command",
          "recovery_end_command", "ssl_passphrase_command",
        ].contains(name)
      {
        note(.runsProgram, option(fields["setstmt"]?["args"]))
      }
      note(.escalates, name)
      statement.lose(.unknown)
    case "CreateTableSpaceStmt":
      note(.changesObject, fields["tablespacename"]?.string)
      note(.writesFile, fields["location"]?.string)
    case "DiscardStmt":
      // `DISCARD ALL` takes the login's own role again.
      if fields["target"]?.string == "DISCARD_ALL" { note(.escalates, "session_authorization") }
    default: return false
    }
    return true
  }

  private func option(_ name: String, in fields: JSONValue) -> String? {
    let options = (fields["options"]?.elements ?? JSONValue.null.elements)
    return options.lazy.compactMap { $0["DefElem"] }
      .first { $0["defname"]?.string == name }?["arg"]?.nodeText
  }

  private func option(_ arguments: JSONValue?) -> String? {
    arguments?[0]?["A_Const"]?["sval"]?["sval"]?.string
  }

  // MARK: Everything else that has a name

  private mutating func object(_ type: String, _ fields: JSONValue) -> Bool {
    let isDrop = type.hasPrefix("Drop")
    guard
      isDrop || type.hasPrefix("Create") || type.hasPrefix("Alter") || type == "DefineStmt"
        || type == "CompositeTypeStmt"
    else { return false }
    let names = [
      "dbname", "tablespacename", "subname", "servername", "pubname", "domainname", "typeName",
      "defnames", "opclassname", "opfamilyname", "conversion_name", "collname", "dictname",
      "cfgname", "name",
    ]
    var found: String?
    for key in names where found == nil {
      found = fields[key]?.string ?? fields[key].flatMap { name($0.nodeTexts) }
    }
    note(isDrop ? .dropsObject : .changesObject, found)
    if isDrop { statement.lose(.lasting) }
    walk(fields)
    return true
  }
}
