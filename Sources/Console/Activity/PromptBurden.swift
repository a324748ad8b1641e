import JSON

/// How often people were asked, by the rules that had them asked, within the last 24 hours that the log tells of.
struct PromptBurden: Equatable, Sendable {
  /// One hour's counts.
  struct Hour: Equatable, Sendable {
    var actions = 0
    var prompts = 0
    /// By the rules' ids; one prompt may be several rules'.
    var rules: [String: Int] = [:]
  }

  static let hours: Int64 = 24
  /// The most rules that are told apart in an hour.
  private static let rules = 200
  private static let length: Int64 = 3_600 * 1_000_000_000

  /// By the number of the hour since 1970.
  private(set) var byHour: [Int64: Hour] = [:]

  init() {}

  /// Takes in one action.
  ///
  /// - Parameter asks: the rules on whose behalf it had people asked.
  mutating func take(asks: [String], at time: Int64) {
    let number = time / Self.length
    var hour = byHour.removeValue(forKey: number) ?? Hour()
    hour.actions += 1
    if !asks.isEmpty { hour.prompts += 1 }
    for rule in asks where hour.rules[rule] != nil || hour.rules.count < Self.rules {
      hour.rules[rule, default: 0] += 1
    }
    byHour[number] = hour
    guard byHour.count > Self.hours, let newest = byHour.keys.max() else { return }
    byHour = byHour.filter { $0.key > newest - Self.hours }
  }

  /// The counts of the hours up to a moment.
  func total(at now: Int64) -> Hour {
    let oldest = now / Self.length - Self.hours
    return byHour.reduce(into: Hour()) { total, hour in
      guard hour.key > oldest else { return }
      total.actions += hour.value.actions
      total.prompts += hour.value.prompts
      total.rules.merge(hour.value.rules, uniquingKeysWith: +)
    }
  }

  // MARK: Keeping

  init(json: JSONValue) {
    for (number, value) in json.members {
      guard let number = Int64(number) else { continue }
      var hour = Hour()
      hour.actions = Int(clamping: value["actions"]?.wholeNumber ?? 0)
      hour.prompts = Int(clamping: value["prompts"]?.wholeNumber ?? 0)
      for (rule, count) in value["rules"]?.members ?? JSONValue.emptyObject.members {
        hour.rules[rule] = Int(clamping: count.wholeNumber ?? 0)
      }
      byHour[number] = hour
    }
  }

  var json: [UInt8] {
    var writer = JSONWriter(capacity: 1_024)
    writer.beginObject()
    for (number, hour) in byHour {
      writer.key(String(number))
      writer.beginObject()
      writer.member("actions", hour.actions)
      writer.member("prompts", hour.prompts)
      writer.key("rules")
      writer.beginObject()
      for (rule, count) in hour.rules { writer.member(rule, count) }
      writer.endObject()
      writer.endObject()
    }
    writer.endObject()
    return writer.bytes
  }
}
