import EmbeddedTables
import Foundation
import TestKit
import Testing

@testable import EffectAnalysis

@Suite struct CommandTableTests {
  @Test func `every table that ships reads without a fault`() throws {
    let table = try CommandTable.standard()
    #expect(table.names.rootCount >= 1500)
  }

  @Test func `calls mean what the cases say`() throws {
    let table = try CommandTable.standard()
    let cases = try CommandCase.all()
    for example in cases {
      let reading = table.read(example.call)
      let written = reading?.written ?? ["not described"]
      #expect(written == example.expected, "\(example.place)")
    }
    #expect(cases.count >= 150)
  }

  @Test func `every option that a table declares is found in a call that has it`() throws {
    let table = try CommandTable.standard()
    var names: [Int32: String] = [:]
    for item in table.names.items where names[item.entry] == nil {
      names[item.entry] = table.string(item.name)
    }
    var count = 0
    for (index, entry) in table.entries.enumerated() {
      let words = path(of: Int32(index), in: table, names: names)
      guard let words, !table.entries[index].flags.contains(.again) else { continue }
      for place in entry.options.range {
        let spelling = table.spellings[place]
        let isPlus = table.string(spelling.name) == "+"
        var arguments = [table.string(spelling.name) + (isPlus ? "x" : "")]
        let value = table.string(spelling.value)
        if !value.isEmpty { arguments.append(value) }
        arguments += ["value", "value"]
        let line = (words + arguments).map { Word($0, bytes: 0..<1) }
        let call = CommandCall(
          name: line[0], arguments: line.dropFirst(), home: nil)
        let root = try #require(table.entry(named: words[0]))
        var scan = ArgumentScan(table: table, call: call, entry: root)
        scan.run()
        let found = scan.occurrences.contains { $0.spelling == place }
        #expect(found, "\(words.joined(separator: " ")) \(arguments[0])")
        count += 1
      }
    }
    #expect(count >= 3000)
  }

  /// The command and subcommands that lead to an entry; nil for modes and for `_`.
  private func path(
    of entry: Int32, in table: CommandTable, names: [Int32: String]
  ) -> [String]? {
    guard let name = names[entry], name != "_" else { return nil }
    let word = name == "*" ? "no-such-subcommand" : name
    let parent = table.entries[Int(entry)].parent
    if parent < 0 { return [word] }
    return path(of: parent, in: table, names: names).map { $0 + [word] }
  }

  @Test func `faults of a table are told with their line, and what to do`() throws {
    let text = """
      good: args reads...
        -o --output = writes
      good: args -
      bad
      worse: -x = eats
        mode a: args reads
        -y
      lost: -z mode nowhere
         -w
      twice: -a; -a
      value: -v reads
      two: args reads... writes...
      keyed: -k = keys(none)
      """
    let error = try #require(throws: CommandTableErrors.self) {
      try CommandTable([("mine.txt", Array(text.utf8))])
    }
    #expect(
      error.description == """
        mine.txt:3: `good` is described twice; describe each name in one place only
        mine.txt:4: `bad` has no colon; write `NAME NAME…: CLAUSE; CLAUSE…`
        mine.txt:5: `eats` is no role; use one of those that docs/commands.md lists
        mine.txt:7: a clause stands behind a mode, a list of keys or a subcommand; \
        move it up, to the command's own clauses
        mine.txt:9: the line is indented by 3; indent by 2 more than the line above
        mine.txt:8: there is no mode `nowhere`; describe it below: `mode NAME: …`
        mine.txt:10: `-a` is declared twice; declare each option once in an entry
        mine.txt:11: `reads` speaks of a value, but the option takes none; \
        write `= reads`, or name the target in parentheses
        mine.txt:12: two operands repeat; let only one have `...`
        mine.txt:13: there is no list of keys `none`; describe it below: `keys NAME: …`
        """)
  }

  @Test func `a mode may have several names`() throws {
    let table = try CommandTable([
      (
        "mine.txt",
        Array("deploy: args -\n  -a mode one; -b mode two\n  mode one two: args reads".utf8)
      )
    ])
    #expect(table.read(CommandCase.call("deploy -a x"))?.written == ["reads x"])
    #expect(table.read(CommandCase.call("deploy -b x"))?.written == ["reads x"])
  }

  @Test func `a description of the user's takes the place of a built-in one`() throws {
    let table = try CommandTable.standard(
      own: [("mine.txt", Array("rm: args reads...\ndeploy: args sends@".utf8))])
    #expect(table.read(CommandCase.call("rm -r x"))?.written == ["reads x"])
    #expect(table.read(CommandCase.call("deploy x"))?.written == ["sends@ x"])
    #expect(table.read(CommandCase.call("rmdir x"))?.written == ["deletes x"])
  }

  @Test func `no bytes in a table crash it, nor calls by what was read`() throws {
    let tables = EmbeddedTable.all(below: "commands/")
    let seed = try #require(tables.first { $0.name == "commands/wrappers.txt" }).bytes
    let pieces = Array("()+=%@/:;.-_* \nargs keys mode sub reads shell".utf8)
    var generator = SeededGenerator(seed: 7)
    var readable = 0
    for _ in 0..<300 {
      let start = Int.random(in: 0..<seed.count - 200, using: &generator)
      let end = min(start + 600, seed.count)
      let line = seed[..<start].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
      var bytes = Array(seed[line..<end])
      for _ in 0..<Int.random(in: 0..<4, using: &generator) {
        let place = Int.random(in: 0..<bytes.count, using: &generator)
        bytes[place] = pieces.randomElement(using: &generator) ?? 0
      }
      guard let table = try? CommandTable([("noise.txt", bytes)]) else { continue }
      readable += 1
      for item in table.names.items {
        let name = table.string(item.name)
        for arguments in [
          ["-x", "--y=z", "a", "b"], ["-", "--", "+c", ":"], ["-abc=", "k=v", ""],
        ] {
          _ = table.read(call(name, arguments))
        }
      }
    }
    #expect(readable >= 20)
  }

  @Test func `time grows with the arguments and no faster`() throws {
    let table = try CommandTable.standard()
    let shapes: [(Int) -> CommandCall] = [
      { call("cp", (0..<$0).map { $0 % 3 == 0 ? "-abcv" : "name\($0)" }) },
      {
        call(
          "find", (0..<$0).map { $0 % 2 == 0 ? "a" : "b" } + Array(repeating: "-delete", count: $0))
      },
      { call("socat", [String(repeating: "a,", count: $0)]) },
      {
        call("xargs", ["-I", String(repeating: "a", count: $0), String(repeating: "a", count: $0)])
      },
      { call("tar", [String(repeating: "x", count: $0)]) },
      { call("curl", Array(repeating: "--data", count: $0)) },
      { call("env", (0..<$0).map { "A\($0)=b" }) },
      { call("ls", ["-" + String(repeating: "l", count: $0)]) },
    ]
    for (index, shape) in shapes.enumerated() {
      func time(_ count: Int) -> Int {
        let call = shape(count)
        let start = Self.processorTime
        #expect(table.read(call) != nil)
        return Self.processorTime - start
      }
      // Sixteen times as much takes 16 times as long, or 256 times if it is a square; in between lies noise.
      #expect(time(4_000) < max(time(250), 50_000) * 100, "shape \(index)")
    }
  }

  /// What this thread has used of a processor, in nanoseconds: other work on the machine does not count.
  private static var processorTime: Int {
    var time = timespec()
    // SAFETY: the call writes one value of that type, and the pointer does not outlive it.
    unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return time.tv_sec * 1_000_000_000 + time.tv_nsec
  }

  private func call(_ name: String, _ arguments: [String]) -> CommandCall {
    CommandCall(
      name: Word(name, bytes: 0..<1), arguments: arguments.map { Word($0, bytes: 0..<1) }[...],
      home: nil)
  }
}
