import ActionModel
package import JSON

/// An image as JSON; positions stand for what was listed before, so that names are written once.
extension CounterImage {
  package func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.key("counters")
    writer.beginArray()
    for counter in counters { counter.write(to: &writer) }
    writer.endArray()
    writer.key("reservations")
    writer.beginArray()
    for reservation in reservations { reservation.write(to: &writer) }
    writer.endArray()
    writer.key("specifications")
    writer.beginArray()
    for specification in specifications { specification.write(to: &writer) }
    writer.endArray()
    writer.member("time", time)
    writer.endObject()
  }

  /// Reads what ``write(to:)`` wrote; nil for anything else.
  package init?(_ value: JSONValue) {
    guard let time = value["time"]?.integer else { return nil }
    self.init(time: time)
    for element in value["specifications"]?.elements ?? JSONValue.null.elements {
      guard let specification = CounterSpecification(element) else { return nil }
      specifications.append(specification)
    }
    for element in value["counters"]?.elements ?? JSONValue.null.elements {
      guard let counter = Counter(element) else { return nil }
      counters.append(counter)
    }
    for element in value["reservations"]?.elements ?? JSONValue.null.elements {
      guard let reservation = Reserved(element) else { return nil }
      reservations.append(reservation)
    }
  }
}

extension CounterImage.Counter {
  fileprivate func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.member("agent", agent)
    writer.key("amounts")
    writer.beginArray()
    for amount in amounts { amount.write(to: &writer) }
    writer.endArray()
    writer.member("session", session)
    writer.member("specification", specification)
    writer.member("tenant", string: tenant)
    writer.endObject()
  }

  fileprivate init?(_ value: JSONValue) {
    guard let specification = value["specification"]?.integer, let list = value["amounts"],
      let tenant = value["tenant"]?.string, list.kind == .array
    else { return nil }
    var amounts: [CounterImage.Amount] = []
    amounts.reserveCapacity(list.count)
    for element in list.elements {
      guard let amount = CounterImage.Amount(element) else { return nil }
      amounts.append(amount)
    }
    self.init(
      specification: Int(specification), tenant: tenant, agent: value["agent"]?.string,
      session: value["session"]?.string, amounts: amounts)
  }
}

extension CounterImage.Amount {
  fileprivate func write(to writer: inout JSONWriter) {
    writer.beginArray()
    writer.int(bucket)
    writer.string(amount.description)
    writer.endArray()
  }

  fileprivate init?(_ value: JSONValue) {
    guard value.count == 2, let bucket = value[0]?.integer,
      let amount = value[1]?.string.flatMap({ try? ExactDecimal($0) })
    else { return nil }
    self.init(bucket: bucket, amount: amount)
  }
}

extension CounterImage.Reserved {
  fileprivate func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.member("agent", string: agent)
    writer.member("approval", approval)
    writer.member("decision", string: decision)
    writer.member("ends_at", endsAt)
    writer.member("is_reported", isReported)
    writer.member("made_at", madeAt)
    writer.key("parts")
    writer.beginArray()
    for part in parts {
      writer.beginArray()
      writer.int(part.counter)
      part.amount.write(to: &writer)
      writer.endArray()
    }
    writer.endArray()
    writer.member("tenant", string: tenant)
    writer.endObject()
  }

  fileprivate init?(_ value: JSONValue) {
    guard let decision = value["decision"]?.string, let tenant = value["tenant"]?.string,
      let agent = value["agent"]?.string, let madeAt = value["made_at"]?.integer,
      let endsAt = value["ends_at"]?.integer, let isReported = value["is_reported"]?.bool,
      let list = value["parts"], list.kind == .array
    else { return nil }
    var parts: [Part] = []
    for element in list.elements {
      guard let counter = element[0]?.integer,
        let amount = element[1].flatMap({ CounterImage.Amount($0) })
      else { return nil }
      parts.append(Part(counter: Int(counter), amount: amount))
    }
    self.init(
      decision: decision, tenant: tenant, agent: agent, madeAt: madeAt, endsAt: endsAt,
      approval: value["approval"]?.string, isReported: isReported, parts: parts)
  }
}

extension JSONValue {
  /// The value of an integer of 64 bits; nil for anything else.
  fileprivate var integer: Int64? {
    if case .int(let value)? = number { value } else { nil }
  }
}

extension JSONWriter {
  fileprivate mutating func member(_ key: String, _ value: Int64) {
    self.key(key)
    int(value)
  }
}
