import Testing

@testable import EffectAnalysis

@Suite struct ShellTextCommandTests {
  /// What each command puts out, as GNU's does.
  @Test(arguments: [
    (["rev"], "abc\nde", "cba\ned"),
    (["rev"], "äb\n", "bä\n"),
    (["tac"], "a\nb\nc\n", "c\nb\na\n"),
    (["head", "-n", "2"], "a\nb\nc\n", "a\nb\n"),
    (["head", "-c3"], "abcdef", "abc"),
    (["tail", "-1"], "a\nb\nc\n", "c\n"),
    (["tail", "-n", "+2"], "a\nb\nc\n", "b\nc\n"),
    (["tail", "-c", "2"], "abcd", "cd"),
    (["sort", "-u"], "b\na\nb\n", "a\nb\n"),
    (["sort", "-rn"], "9\n10\n1\n", "10\n9\n1\n"),
    (["uniq"], "a\na\nb\n", "a\nb\n"),
    (["wc", "-l"], "a\nb\n", "2\n"),
    (["cut", "-c", "2-3,5"], "abcdef\n", "bce\n"),
    (["cut", "-d", ":", "-f2"], "a:b:c\nplain\n", "b\nplain\n"),
    (["tr", "a-c", "A-C"], "abcd", "ABCd"),
    (["tr", "-d", "[:digit:]\\n"], "a1b2\n", "ab"),
    (["tr", "-s", " "], "a   b", "a b"),
    (["tr", "[:lower:]", "[:upper:]"], "abc", "ABC"),
    (["tr", "-cd", "a-z"], "a1-b", "ab"),
    (["tr", "!-0", "\"-1"], ".", "/"),
    (["sed", "s/b/x/"], "abb\nb\n", "axb\nx\n"),
    (["sed", "-e", "s/b/<&>/g;y/a/z/"], "abb", "z<b><b>"),
    (["sed", "s,a*b,/,"], "aab", "/"),
    (["sed", "-E", "s/(a|b)+/x/"], "abc", "xc"),
    (["base64", "-d"], "aGk=\n", "hi"),
    (["base64", "-di"], "a G#k=", "hi"),
    (["base64"], "hi", "aGk=\n"),
    (["base32", "-d"], "NBUQ====", "hi"),
    (["xxd", "-r", "-p"], "6869\n", "hi"),
    (["xxd", "-p"], "hi", "6869\n"),
    (["xxd", "-r"], "00000000: 726d 202f 78           rm /x\n", "rm /x"),
    (["xxd", "-r"], "0: 68 69\n2: 0a  .\n", "hi\n"),
    (["basenc", "--z85", "-d"], "A+#{JA+lBExM4:0\n", "rm -rf /home"),
    (["basenc", "--base16", "-d"], "6869\n", "hi"),
    (["basenc", "-d", "--base64"], "aGk=", "hi"),
    (["openssl", "enc", "-base64", "-d"], "aGk=", "hi"),
    (["od", "-An", "-tx1"], "hi", " 68 69\n"),
    (["fold", "-w1"], "abc", "a\nb\nc"),
    (["cat", "-"], "abc", "abc"),
    (["seq", "3"], "", "1\n2\n3\n"),
    (["seq", "5", "-2", "1"], "", "5\n3\n1\n"),
    (["basename", "/a/b.c", ".c"], "", "b\n"),
    (["basename", "/"], "", "/\n"),
    (["dirname", "/a/b/"], "", "/a\n"),
    (["dirname", "x"], "", ".\n"),
    (["expr", "2", "*", "3"], "", "6\n"),
  ])
  func `a text command puts out what the real one does`(
    words: [String], input: String, output: String
  ) throws {
    let result = TextCommand.run(words[0], Array(words.dropFirst()), input: Array(input.utf8))
    #expect(result.map { String(decoding: $0, as: UTF8.self) } == output)
  }

  @Test(arguments: [
    ["cat", "file"], ["head", "file"], ["sed", "e"], ["sed", "s/a/b/e"], ["sed", "s/\\(a\\)/\\1/"],
    ["tr", "a"], ["base64", "file"], ["cut", "-x", "1"], ["sort", "file"], ["xxd"], ["od", "-c"],
    ["seq", "99999"], ["expr", "1", "/", "0"], ["awk", "{print}"],
  ])
  func `what is not understood is not known`(words: [String]) {
    #expect(TextCommand.run(words[0], Array(words.dropFirst()), input: Array("x".utf8)) == nil)
  }

  @Test(arguments: [
    (["%s-%s\\n", "a", "b", "c"], "a-b\nc-\n"),
    (
      ["%d %x %o %c|%5s|%-5s|%05d", "10", "255", "8", "xyz", "r", "l", "7"],
      "10 ff 10 x|    r|l    |00007"
    ),
    (["\\x72\\155%b", "\\055r\\0146"], "rm-rf"),
    (["%d", "'A"], "65"),
    (["\\u0072%%"], "r%"),
    (["%.2s", "abc"], "ab"),
    (["%b", "a\\cb"], "a"),
    (["%q", "a b"], "a\\ b"),
  ])
  func `printf writes what bash's does`(words: [String], output: String) throws {
    let stream = Printf.format(words[0], words.dropFirst().map { PartialText($0) })
    #expect(stream?.bytes.map { String(decoding: $0, as: UTF8.self) } == output)
  }

  @Test(arguments: [
    (["-n", "a", "b"], "a b"), (["-e", "a\\tb\\c", "d"], "a\tb"), (["-E", "a\\tb"], "a\\tb\n"),
    (["-e", "\\0162\\x6d"], "rm\n"), (["-x", "a"], "-x a\n"),
  ])
  func `echo writes what bash's does`(words: [String], output: String) throws {
    let stream = Printf.echo(words.map { PartialText($0) })
    #expect(stream?.bytes.map { String(decoding: $0, as: UTF8.self) } == output)
  }

  @Test func `gzip's data are unpacked, and damaged ones refused`() {
    // `printf 'rm -rf /x\n' | gzip -n`, of one block with fixed codes.
    let packed: [UInt8] = [
      0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 0x2B, 0xCA, 0x55, 0xD0, 0x2D, 0x4A, 0x53, 0xD0, 0xAF,
      0xE0, 2, 0, 0, 0, 0, 0, 10, 0, 0, 0,
    ]
    #expect(Inflate.gunzip(packed, limit: 100) == Array("rm -rf /x\n".utf8))
    #expect(Inflate.gunzip(packed, limit: 5) == nil)
    for count in packed.indices.prefix(20) {
      #expect(Inflate.gunzip(Array(packed.prefix(count)), limit: 100) == nil)
    }
  }
}
