/// The functions of the language definition, family by family.
enum StandardLibrary {
  static func functions(timeZones: TimeZoneDatabase) -> [Function] {
    []
  }
}
