/// A day that a task names, with or without the year.
struct TaskDate: Hashable, Sendable {
  let year: Int?
  let month: Int
  let day: Int

  /// The spellings by which arguments may say the day.
  var spellings: [String] {
    let month = Self.padded(self.month)
    let day = Self.padded(self.day)
    guard let year else { return ["-\(month)-\(day)", "\(month)/\(day)", "\(day).\(month)."] }
    return ["\(year)-\(month)-\(day)", "\(month)/\(day)/\(year)", "\(day).\(month).\(year)"]
  }

  private static func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

  /// Finds the days in a text: `2024-05-15`, `5/15/2024`, `15.05.2024`, `May 15th, 2024`, `15 May`.
  static func all(in tokens: [TaskText.Token], months: [String]) -> [TaskDate] {
    var dates: [TaskDate] = []
    for (index, token) in tokens.enumerated() {
      if let date = numeric(token.text) {
        dates.append(date)
      } else if let month = month(token.text, months) {
        if index + 1 < tokens.count, let day = day(tokens[index + 1].text) {
          dates.append(
            TaskDate(year: year(tokens, at: index + 2), month: month, day: day))
        } else if index > 0, let day = day(tokens[index - 1].text) {
          dates.append(TaskDate(year: year(tokens, at: index + 1), month: month, day: day))
        }
      }
    }
    return dates
  }

  private static func month(_ text: String, _ months: [String]) -> Int? {
    let text = text.lowercased()
    guard text.count >= 3 else { return nil }
    return months.firstIndex { $0 == text || ($0.hasPrefix(text) && text.count <= 4) }.map {
      $0 + 1
    }
  }

  private static func day(_ text: String) -> Int? {
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    let rest = text.dropFirst(digits.count).lowercased()
    guard ["", "st", "nd", "rd", "th"].contains(rest), let day = Int(digits), 1...31 ~= day else {
      return nil
    }
    return day
  }

  private static func year(_ tokens: [TaskText.Token], at index: Int) -> Int? {
    guard index < tokens.count, let year = Int(tokens[index].text), 1900...2200 ~= year else {
      return nil
    }
    return year
  }

  private static func numeric(_ text: String) -> TaskDate? {
    let day = text.split(separator: "T").first ?? ""
    for (separator, order) in [("-", [0, 1, 2]), ("/", [2, 0, 1]), (".", [2, 1, 0])] {
      let parts = day.split(separator: Character(separator)).map { Int($0) }
      guard parts.count == 3, let year = parts[order[0]], let month = parts[order[1]],
        let day = parts[order[2]]
      else { continue }
      guard 1900...2200 ~= year, 1...12 ~= month, 1...31 ~= day else { continue }
      return TaskDate(year: year, month: month, day: day)
    }
    return nil
  }
}
