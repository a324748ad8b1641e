import Matching
import Testing

@testable import ActionModel

@Suite struct TargetSetTests {
  private static let pattern = "/srv/app"

  @Test(arguments: [
    (TargetSet.exact("/srv/app/a"), true, true), (.exact("/srv/application"), false, false),
    (.tree("/srv/app/sub"), true, true), (.tree("/srv"), true, false),
    (.tree("/etc"), false, false),
    (.unknown, true, false),
  ])
  func `overlaps means some member may match, within means all must`(
    target: TargetSet, overlaps: Bool, within: Bool
  ) throws {
    let pattern = try PathPattern(Self.pattern)
    #expect(target.overlaps(pattern) == overlaps)
    #expect(target.isWithin(pattern) == within)
  }

  @Test func `a glob target is compared with a pattern as a set`() throws {
    let logs = TargetSet.glob(try PathPattern("/srv/app/*.log"))
    #expect(logs.isWithin(try PathPattern("/srv")))
    #expect(!logs.isWithin(try PathPattern("/srv/app/a.log")))
    #expect(logs.overlaps(try PathPattern("/srv/app/a.log")))
    #expect(!logs.overlaps(try PathPattern("/srv/app/*.txt")))
  }

  @Test func `an unknown effect could be of any kind`() {
    let effects = Effects(
      all: [
        Effect(kind: .reads, target: .exact("/a")), Effect(kind: .unknown, target: .unknown),
      ], reversibility: .unknown)
    #expect(effects.targets(of: .reads) == [.exact("/a"), .unknown])
    #expect(effects.targets(of: .deletes) == [.unknown])
  }
}
