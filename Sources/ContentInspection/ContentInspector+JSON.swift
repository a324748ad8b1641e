package import JSON

extension ContentInspector {
  /// Inspects all strings, numbers and keys of a JSON value, each with its name beside it.
  package func inspect(_ value: JSONValue) -> JSONInspection {
    let projection = JSONProjection(value)
    let inspection = inspect(projection.text)
    return JSONInspection(
      findings: inspection.findings.flatMap { projection.locate($0) }, risk: inspection.risk,
      isComplete: inspection.isComplete)
  }
}
