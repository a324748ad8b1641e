/// One label of a metric: its name, and the closed set of values it may take.
///
/// Whatever is not in the set is counted as `other`, so that no caller can make the number of series grow.
package struct MetricLabel: Sendable {
  /// What stands for every value that is not known.
  package static let other = "other"

  package let name: String
  package let values: [String]

  package init(_ name: String, values: [String] = []) {
    self.name = name
    self.values = values
  }

  /// Makes a label of an enumeration's cases.
  package init<Cases: CaseIterable & RawRepresentable<String>>(_ name: String, of _: Cases.Type) {
    self.init(name, values: Cases.allCases.map(\.rawValue))
  }
}

/// One label of one series.
package struct LabelPair: Sendable {
  package let name: String
  package let value: String
}
