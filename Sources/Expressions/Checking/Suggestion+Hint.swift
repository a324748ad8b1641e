import Matching

extension Suggestion {
  /// A hint naming the closest of the known names; nil if none is close.
  ///
  /// The name itself may be among them, where it is known but not in this place.
  static func hint(for name: String, among known: some Sequence<String>) -> String? {
    closest(to: name, among: known.filter { $0 != name }.sorted()).map { "did you mean `\($0)`?" }
  }
}
