import ActionModel
import Expressions
import Testing

@testable import Policy

@Suite struct TargetSiteTests {
  @Test(arguments: [
    (host("a.b.example.co.uk"), "example.co.uk"), (host("example.com"), "example.com"),
    (host("ann.github.io"), "ann.github.io"), (host("github.io"), ""), (host("localhost"), ""),
    (host("10.0.0.1"), ""), (host("::1"), ""), (.exact("/example.com"), ""), (.unknown, ""),
  ])
  func `the site of a target is what somebody registered`(_ target: TargetSet, _ site: String)
    throws
  {
    let field = try TargetValue(target: target).field(TargetValue.Field.site.rawValue)
    guard case .string(let text) = field else {
      Issue.record("the site is no text")
      return
    }
    #expect(text == site)
  }

  private static func host(_ name: String) -> TargetSet {
    .host(HostTarget(name: name, port: nil, class: .public))
  }
}
