/// The functions of the extension libraries: strings, numbers, lists, encodings, the network and optional values.
enum ExtensionLibraries {
  static let functions =
    TextExtensions.functions + NumberExtensions.functions + ListExtensions.functions
    + BytesExtensions.functions + NetworkExtensions.functions + OptionalExtensions.functions
}
