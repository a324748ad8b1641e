/// The functions of the extension libraries: strings, numbers, lists, encodings and the network.
enum ExtensionLibraries {
  static let functions =
    TextExtensions.functions + NumberExtensions.functions + ListExtensions.functions
    + BytesExtensions.functions + NetworkExtensions.functions
}
