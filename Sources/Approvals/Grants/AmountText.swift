import JSON

/// Holds a number among the arguments of a call to a maximum.
struct AmountText {
  let conditions: [String]

  /// - Parameters:
  ///   - member: the name of the argument, such as `amount`.
  ///   - maximum: the number, as JSON writes it.
  init(member: String, maximum: String, of request: ApprovalRequest) throws(GrantRefusal) {
    guard Self.isName(member), let arguments = request.content.arguments,
      let document = try? JSONDocument.parse(arguments), document[member]?.number != nil
    else { throw GrantRefusal("the call has no argument `\(member)` that is a number") }
    guard let limit = try? JSONDocument.parse(Array(maximum.utf8)), let number = limit.number,
      number != .tooLarge, let text = limit.numberText
    else { throw GrantRefusal("`\(maximum)` is no number") }
    conditions = ["has(args.\(member))", "args.\(member) <= \(text)"]
  }

  private static func isName(_ text: String) -> Bool {
    guard let first = text.utf8.first, !(0x30...0x39).contains(first) else { return false }
    return text.utf8.allSatisfy { byte in
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F: true
      default: false
      }
    }
  }
}
