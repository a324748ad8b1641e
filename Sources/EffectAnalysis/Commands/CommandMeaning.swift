import ActionModel

/// What one argument of a command means: what the command does with it.
///
/// Meanings speak of words; whoever runs the abstract shell turns those into targets, since it knows the directory, the
/// home and the files.
enum CommandMeaning {
  /// Does something to a path; to everything below it too where `isTree`.
  case path(Effect.Kind, Word, isTree: Bool)
  /// Does something to every path that a file lists, one a line, or with `-` what flows in; to all below each too.
  case listed(Effect.Kind, in: Word)
  /// Looks for files by their names, below a directory.
  case searches(Word)
  /// Does something to a host: a URL, `host`, `host:port`, `user@host`.
  case host(Effect.Kind, Word, scheme: String?, port: UInt16?)
  /// Does something to what has a name but no path.
  case named(Effect.Kind, NamedTarget.Space, Word)
  /// Runs another command, whose name and arguments these words are; further arguments may come from elsewhere.
  case runs([Word], hasFurtherArguments: Bool)
  /// Runs another command for each line that flows in, the line standing in place of a text: `xargs -I {}`.
  case runsEach([Word], placeholder: String)
  /// Runs another command inside another machine or container: its paths are not ours.
  case runsElsewhere([Word])
  /// Runs another command inside a machine or container that is there already and goes by that name.
  case runsInside([Word], NamedTarget.Space, name: Word)
  /// Has a shell run the text, with these for `$0`, `$1` and so on.
  case shell(Word, arguments: [Word])
  /// Has an interpreter run the text: `python`, `perl`, `awk`, `sed`, `javascript`, `ruby`, `php`, `lua`, `vim`, `sql`….
  case code(language: String, Word)
  /// Has a shell or an interpreter run whatever flows in.
  case runsInput(language: String)
  /// Changes the directory for the commands after it.
  case changesDirectory(Word)
  /// Sets a variable of the environment for the command that it runs.
  case sets(String, Word)
  /// Makes the meanings after it in the same reading relative to a directory: `git -C`, `tar -C`, `env -C`.
  case within(Word)
  /// Does something that cannot be told from the command line.
  case unknown(Range<Int>, why: String)
  /// An effect without any argument that says so: `shutdown`, `sudo`, `env`.
  case effect(Effect.Kind, TargetSet)
}

/// Everything that a command's arguments mean.
struct CommandReading {
  var meanings: [CommandMeaning] = []
  var reversibility = Effects.Reversibility.reversible
  /// How further arguments of the commands that it runs are told apart, where they flow in.
  var splitting = Stream.Splitting.words
  /// What each line of the command's output consists of, where the arguments tell: `date`, `whoami`, `find src`.
  var output: Word.Parts?
}
