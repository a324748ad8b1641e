/// A simple command as the shell would start it: a name and arguments.
struct CommandCall {
  /// The name that it was called by, and where it stands; without its directory where that is a usual one.
  let name: Word
  /// The arguments after the name.
  var arguments: ArraySlice<Word>
  /// The home directory of whoever runs it, where it is known.
  let home: String?
}
