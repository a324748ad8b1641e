import HTTPAnswers
import HTTPWire
import JSON

/// Reads the members of an object that a request sends; unknown ones are refused.
struct Members {
  private let object: JSONValue
  private let place: String

  /// - Parameter place: the JSON pointer of the object in the document.
  init(
    _ object: JSONValue, among names: Set<String>, at place: String = ""
  ) throws(ProblemDetails) {
    self.object = object
    self.place = place
    guard object.kind == .object else {
      throw Self.wrong(place, "this is an object with \(Self.list(names))")
    }
    for (name, _) in object.members where !names.contains(name) {
      throw Self.wrong(place, "`\(name)` is none of \(Self.list(names))")
    }
  }

  func text(_ name: String, atMost length: Int) throws(ProblemDetails) -> String? {
    guard let value = object[name] else { return nil }
    guard let text = value.string, text.utf8.count <= length else {
      throw Self.wrong("\(place)/\(name)", "this is a string of at most \(length) bytes")
    }
    return text
  }

  func flag(_ name: String) throws(ProblemDetails) -> Bool? {
    guard let value = object[name] else { return nil }
    guard let flag = value.bool else {
      throw Self.wrong("\(place)/\(name)", "this is `true` or `false`")
    }
    return flag
  }

  /// The text of a number, as it was sent.
  func number(_ name: String) throws(ProblemDetails) -> String? {
    guard let value = object[name] else { return nil }
    guard let text = value.numberText else {
      throw Self.wrong("\(place)/\(name)", "this is a number")
    }
    return text
  }

  func object(_ name: String, among names: Set<String>) throws(ProblemDetails) -> Members? {
    guard let value = object[name] else { return nil }
    return try Members(value, among: names, at: "\(place)/\(name)")
  }

  /// The problem of a member that is not as it should be.
  func wrong(_ name: String, _ detail: String) -> ProblemDetails {
    Self.wrong("\(place)/\(name)", detail)
  }

  private static func wrong(_ pointer: String, _ detail: String) -> ProblemDetails {
    ProblemDetails(
      .badRequest, code: "invalid_request", detail: detail, pointer: pointer.isEmpty ? nil : pointer
    )
  }

  private static func list(_ names: Set<String>) -> String {
    names.sorted().map { "`\($0)`" }.joined(separator: ", ")
  }
}
