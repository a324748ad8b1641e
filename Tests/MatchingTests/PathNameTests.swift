import Testing

@testable import Matching

@Suite struct PathNameTests {
  @Test func `smoke`() throws {
    for (a, b) in [
      ("/a/../..", "/"), ("a/..", "."), ("a/b/../..", "."), ("../a/../..", "../.."),
      ("a//b/./", "a/b"), ("//a", "/a"), (".", "."), ("..", ".."), ("./..", ".."), ("/..", "/"),
      ("/a/b/../c", "/a/c"), ("/a/", "/a"), ("a/../../b", "../b"),
    ] {
      #expect(try PathName(a).text == b)
    }
  }
}
@Suite struct GlobSmoke {
  @Test func `glob smoke`() throws {
    for (p, t, e) in [
      ("/srv/*/x", "/srv/a/x", true), ("/srv/*/x", "/srv/a/b/x", false),
      ("**/.ssh/**", "/h/u/.ssh/id", true),
      ("**/.ssh/**", ".ssh/id", true), ("**/.ssh/**", "/h/a.ssh/id", false),
      ("a/**/b", "a/b", true), ("a/**/b", "a/x/y/b", true),
      ("a/**/b", "a/xb", false), ("a/**", "a", false), ("a/**", "a/", true), ("/**", "/", true),
      ("?", "é", true), ("??", "é", false),
      ("[!a]", "b", true), ("[!a]", "/", false), ("{a,b*}.c", "bcd.c", true),
      ("{a,b*}.c", "ac.c", false), ("**/*", "a/b", true), ("**/*", "x", true),
      ("a*b*c", "aXbYbZc", true), ("**/a/", "a/", true), ("**/", "a/b", false),
      ("**/", "a/b/", true), ("a", "a", true), ("a", "ab", false), ("**", "", true),
      ("*", "a/b", false),
    ] {
      #expect(try Glob(p).matches(t) == e, "\(p) \(t)")
    }
  }
}
@Suite struct PathPatternSmoke {
  @Test func `pattern smoke`() throws {
    let bin = try PathPattern("/usr//bin/")
    #expect(bin.matches("/usr/bin"))
    #expect(bin.matches("/usr/bin/x/y"))
    #expect(!bin.matches("/usr/binx"))
    #expect(!bin.matches("/usr/bin/../x"))
    let ssh = try PathPattern("**/.ssh/**")
    #expect(ssh.mayMatch(within: "/home"))
    #expect(ssh.mayMatch(within: "/"))
    #expect(!bin.mayMatch(within: "/home"))
    #expect(bin.mayMatch(within: "/usr"))
    #expect(bin.coversTree("/usr/bin/x"))
    #expect(bin.coversTree("/usr/bin"))
    #expect(!bin.coversTree("/usr"))
    #expect(!ssh.coversTree("/home/.ssh"))
    #expect(ssh.coversTree("/home/.ssh/x"))
    #expect(try PathPattern("/").coversTree("/"))
    #expect(try !PathPattern("/*").coversTree("/"))
    #expect(try PathPattern("/").covers(ssh) == false)
    #expect(try PathPattern("**").covers(ssh))
    #expect(ssh.mayIntersect(bin))
    #expect(try !bin.mayIntersect(PathPattern("/usr/b??")) == false)
    #expect(try PathPattern("/srv/{a,b}/**").covers(PathPattern("/srv/[ab]/x")))
    #expect(try !PathPattern("/srv/{a,b}/**").covers(PathPattern("/srv/[abc]/x")))
    #expect(try PathPattern("{/srv/?,/srv/??*}").covers(PathPattern("/srv/*")) == false)
    #expect(try PathPattern("{/srv/?,/srv/??*}").covers(PathPattern("/srv/?*")))
  }
}
