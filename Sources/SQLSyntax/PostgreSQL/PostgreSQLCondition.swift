import JSON

/// Reduces an expression of PostgreSQL's tree to a condition.
///
/// The recursion is bounded by the depth to which the tree's JSON is read.
enum PostgreSQLCondition {
  static func condition(_ value: JSONValue) -> SQLCondition {
    guard let (type, fields) = value.node else { return .other("", operands(value)) }
    switch type {
    case "A_Const": return constant(fields)
    case "ColumnRef":
      return .column((fields["fields"]?.nodeTexts ?? []).map { $0.lowercased() })
    case "BoolExpr": return boolean(fields)
    case "A_Expr": return expression(fields)
    case "NullTest":
      let isNull = SQLCondition.isNull(first(fields["arg"]))
      return fields["nulltesttype"]?.string == "IS_NULL" ? isNull : .not(isNull)
    case "BooleanTest": return test(fields)
    case "TypeCast": return cast(fields)
    case "CurrentOfExpr": return .one
    case "SubLink": return subquery(fields)
    case "FuncCall":
      let name = fields["funcname"]?.nodeTexts.last ?? ""
      return .other(name, (fields["args"]?.elements).map { $0.map(condition) } ?? [])
    case "CoalesceExpr":
      return .other("coalesce", (fields["args"]?.elements).map { $0.map(condition) } ?? [])
    case "CollateClause": return first(fields["arg"])
    default: return .other(type, operands(fields))
    }
  }

  private static func first(_ value: JSONValue?) -> SQLCondition {
    value.map(condition) ?? .null
  }

  /// The conditions of everything inside a node that is treated like any other.
  private static func operands(_ value: JSONValue) -> [SQLCondition] {
    switch value.kind {
    case .array: return value.elements.map(condition)
    case .object:
      return value.members.compactMap { _, member in
        member.kind == .object || member.kind == .array ? condition(member) : nil
      }
    default: return []
    }
  }

  private static func constant(_ fields: JSONValue) -> SQLCondition {
    if fields.has("isnull") { return .null }
    if let value = fields["boolval"] { return .bool(value.has("boolval")) }
    if let value = fields["ival"] { return .number(Double(value["ival"]?.int ?? 0)) }
    if let value = fields["fval"] {
      return (value["fval"]?.string).flatMap(Double.init).map { .number($0) } ?? .other("", [])
    }
    if let value = fields["sval"] { return .string(value["sval"]?.string ?? "") }
    return .other("", [])
  }

  private static func boolean(_ fields: JSONValue) -> SQLCondition {
    let parts = (fields["args"]?.elements).map { $0.map(condition) } ?? []
    switch fields["boolop"]?.string {
    case "AND_EXPR": return .and(parts)
    case "OR_EXPR": return .or(parts)
    default: return .not(parts.first ?? .null)
    }
  }

  private static func test(_ fields: JSONValue) -> SQLCondition {
    let inner = first(fields["arg"])
    switch fields["booltesttype"]?.string {
    case "IS_TRUE", "IS_NOT_FALSE": return inner
    case "IS_FALSE", "IS_NOT_TRUE": return .not(inner)
    case "IS_UNKNOWN": return .isNull(inner)
    default: return .not(.isNull(inner))
    }
  }

  /// A cast leaves the value, but for a text that becomes a truth value.
  private static func cast(_ fields: JSONValue) -> SQLCondition {
    let inner = first(fields["arg"])
    guard case .string(let text) = inner,
      fields["typeName"]?["names"]?.nodeTexts.last == "bool"
    else { return inner }
    return .bool(["t", "true", "y", "yes", "on", "1"].contains(text.lowercased()))
  }

  private static func expression(_ fields: JSONValue) -> SQLCondition {
    let name = fields["name"]?.nodeTexts.last ?? ""
    let left = fields["lexpr"].map(condition)
    let right = first(fields["rexpr"])
    guard let left else { return .other(name, [right]) }
    switch fields["kind"]?.string {
    case "AEXPR_OP": return binary(name, left, right)
    case "AEXPR_DISTINCT": return .compare(.notEqual, left, right)
    case "AEXPR_NOT_DISTINCT": return .compare(.equal, left, right)
    case "AEXPR_LIKE", "AEXPR_ILIKE", "AEXPR_SIMILAR":
      let matches = SQLCondition.matches(.like, left, pattern(right))
      return name.hasPrefix("!") ? .not(matches) : matches
    case "AEXPR_IN", "AEXPR_OP_ANY":
      guard name == "=" || fields["kind"]?.string == "AEXPR_IN" else {
        return .other(name, [left, right])
      }
      let among = SQLCondition.among(left, list(fields["rexpr"]))
      return name == "<>" ? .not(among) : among
    case "AEXPR_OP_ALL":
      let items = list(fields["rexpr"])
      let isEmpty =
        items.isEmpty || items == [.string("{}")] || items == [.other("A_ArrayExpr", [])]
      return binary(name, left, .other("all", isEmpty ? [.noRows] : items))
    case "AEXPR_BETWEEN", "AEXPR_BETWEEN_SYM": return between(left, fields["rexpr"])
    case "AEXPR_NOT_BETWEEN", "AEXPR_NOT_BETWEEN_SYM": return .not(between(left, fields["rexpr"]))
    default: return .other(name, [left, right])
    }
  }

  private static func binary(
    _ name: String, _ left: SQLCondition, _ right: SQLCondition
  ) -> SQLCondition {
    if let comparison = SQLCondition.Comparison(name) { return .compare(comparison, left, right) }
    switch name {
    case "~", "~*": return .matches(.regularExpression, left, right)
    case "!~", "!~*": return .not(.matches(.regularExpression, left, right))
    case "~~", "~~*": return .matches(.like, left, right)
    case "!~~", "!~~*": return .not(.matches(.like, left, right))
    default: return .other(name, [left, right])
    }
  }

  /// The pattern itself where `SIMILAR TO` or `ESCAPE` wraps it in a call.
  private static func pattern(_ condition: SQLCondition) -> SQLCondition {
    guard case .other(let name, let arguments) = condition,
      name == "similar_to_escape" || name == "like_escape", let first = arguments.first
    else { return condition }
    return first
  }

  private static func list(_ value: JSONValue?) -> [SQLCondition] {
    guard let value else { return [] }
    if let items = value["List"]?["items"] { return items.elements.map(condition) }
    if let items = value["A_ArrayExpr"]?["elements"] { return items.elements.map(condition) }
    return [condition(value)]
  }

  private static func between(_ value: SQLCondition, _ bounds: JSONValue?) -> SQLCondition {
    let bounds = list(bounds)
    guard bounds.count == 2 else { return .other("between", [value] + bounds) }
    return .between(value, bounds[0], bounds[1])
  }

  // MARK: Queries

  private static func subquery(_ fields: JSONValue) -> SQLCondition {
    let select = fields["subselect"]?["SelectStmt"]
    let query = query(select)
    let name = fields["operName"]?.nodeTexts.last ?? "="
    switch fields["subLinkType"]?.string {
    case "EXISTS_SUBLINK": return query.exists(looksOutside: looksOutside(select))
    case "EXPR_SUBLINK", "ARRAY_SUBLINK": return query
    case "ANY_SUBLINK":
      let left = first(fields["testexpr"])
      return name == "=" ? .among(left, [query]) : binary(name, left, .other("any", [query]))
    case "ALL_SUBLINK": return binary(name, first(fields["testexpr"]), .other("all", [query]))
    default: return .other("", [first(fields["testexpr"]), query])
    }
  }

  /// Whether the condition of a query looks at a table of the query around it; where that is hard to tell, it does.
  private static func looksOutside(_ fields: JSONValue?) -> Bool {
    guard let fields, fields["larg"] == nil, fields["withClause"] == nil else { return true }
    guard let condition = fields["whereClause"].map(condition) else { return false }
    var tables: Set<String> = []
    for source in fields["fromClause"]?.elements ?? JSONValue.null.elements {
      guard let range = source["RangeVar"] ?? source["RangeSubselect"] else { return true }
      if let name = range["relname"]?.string { tables.insert(name.lowercased()) }
      if let alias = range["alias"]?["aliasname"]?.string { tables.insert(alias.lowercased()) }
    }
    return condition.looksOutside(of: tables)
  }

  /// The tables that a query gives all rows of.
  private static func query(_ fields: JSONValue?) -> SQLCondition {
    guard let fields else { return .query(allOf: nil) }
    let choosing = [
      "groupClause", "havingClause", "limitCount", "limitOffset", "larg", "valuesLists",
      "withClause",
    ]
    guard !choosing.contains(where: { fields[$0] != nil }) else { return .query(allOf: nil) }
    if let condition = fields["whereClause"].map(condition) {
      let bound = SQLBound(target: nil, others: [])
      if bound.excludesAll(condition) { return .noRows }
      if bound.bounds(condition) { return .query(allOf: nil) }
    } else if fields["fromClause"] == nil, let target = fields["targetList"], target.count == 1,
      let value = target[0]?["ResTarget"]?["val"]
    {
      return condition(value)
    }
    var tables: [String] = []
    for source in fields["fromClause"]?.elements ?? JSONValue.null.elements {
      if let name = source["RangeVar"]?["relname"]?.string {
        tables.append(name.lowercased())
      } else if case .query(let inner?) = query(
        source["RangeSubselect"]?["subquery"]?["SelectStmt"])
      {
        tables += inner
      } else {
        return .query(allOf: nil)
      }
    }
    return .query(allOf: tables)
  }
}
