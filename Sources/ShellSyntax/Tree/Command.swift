extension ShellScript {
  /// Pipelines joined by `&&` and `||`, ended by `;`, `&` or a line end (XCU 2.9.3).
  package struct AndOrList: Sendable {
    package let range: ByteRange
    package let pipelines: Run<Pipeline>
    /// Whether `&` ends it: it runs in a subshell of its own, and nothing waits for it.
    package let isBackground: Bool
  }

  /// Commands joined by `|` or `|&`.
  package struct Pipeline: Sendable {
    /// What stands before a pipeline in its list.
    package enum Connection: Sendable { case first, and, or }

    package let range: ByteRange
    package let connection: Connection
    /// Whether an odd number of `!` stands before it.
    package let isNegated: Bool
    /// Whether `time` stands before it.
    package let isTimed: Bool
    /// None where `!` or `time` stands alone.
    package let commands: Run<Command>
  }

  /// One command of a pipeline, with its redirections.
  package struct Command: Sendable {
    package let range: ByteRange
    package let kind: Kind
    /// In the order of the source, those of a simple command included.
    package let redirections: Run<Redirection>
    /// Whether `|&` follows: its standard error goes down the pipe as well, after its redirections.
    package internal(set) var pipesErrors = false

    package enum Kind: Sendable {
      /// Assignments, then words of which the first is the command; either may be missing.
      case simple(assignments: Run<Assignment>, words: Run<Word>)
      /// `{ …; }`
      case group(CommandList)
      /// `( … )`
      case subshell(CommandList)
      /// `if … then … elif … else … fi`: the branches in order.
      case conditional(Run<Branch>, otherwise: CommandList)
      /// `while` and `until`.
      case loop(condition: CommandList, body: CommandList, isUntil: Bool)
      /// `for name in words`; without `in` it runs over the positional parameters.
      case forEach(name: ByteRange, words: Run<Word>, hasWords: Bool, body: CommandList)
      /// `select name in words`
      case select(name: ByteRange, words: Run<Word>, hasWords: Bool, body: CommandList)
      /// `for ((start; condition; step))`; the three texts may be empty.
      case forArithmetic(Place<ArithmeticLoop>, body: CommandList)
      /// `case word in … esac`
      case choice(Word, Run<CaseItem>)
      /// `name() …` and `function name …`; defines it, and does not run it.
      case function(name: Word, body: Place<Command>)
      /// `coproc [name] …`; the name is nil where none is given.
      case coprocess(name: Word?, body: Place<Command>)
      /// `[[ … ]]`
      case test(Place<TestNode>)
      /// `(( … ))`
      case arithmetic(Arithmetic)
    }
  }

  /// The three texts of `for ((start; condition; step))`.
  package struct ArithmeticLoop: Sendable {
    package let start: Arithmetic
    package let condition: Arithmetic
    package let step: Arithmetic
  }

  /// One `if` or `elif` with its `then`.
  package struct Branch: Sendable {
    package let condition: CommandList
    package let body: CommandList
  }

  /// One clause of `case`.
  package struct CaseItem: Sendable {
    package enum Ending: Sendable {
      /// `;;`, or nothing before `esac`.
      case stop
      /// `;&` goes on with the next clause's commands.
      case fallThrough
      /// `;;&` goes on with the next clause whose pattern matches.
      case testNext
    }

    package let range: ByteRange
    package let patterns: Run<Word>
    package let body: CommandList
    package let ending: Ending
  }

  /// `name=value`, `name+=value`, `name[subscript]=value` or `name=(…)`.
  package struct Assignment: Sendable {
    package enum Value: Sendable {
      case word(Word)
      case array(Run<ArrayElement>)
    }

    package let range: ByteRange
    package let name: ByteRange
    package let subscripted: Subscript?
    package let isAppend: Bool
    package let value: Value
  }

  /// One value of `name=(…)`.
  package struct ArrayElement: Sendable {
    package let subscripted: Subscript?
    package let isAppend: Bool
    package let value: Word
  }
}
