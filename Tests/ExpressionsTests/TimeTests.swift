import Testing

@testable import Expressions

@Suite struct TimeTests {
  @Test func `a timestamp that was written is read as itself`() throws {
    // Steps of about 50 days and 7 billionths more than a round number, so that every field changes.
    let range = Timestamp.range
    for seconds in stride(from: range.lowerBound, through: range.upperBound, by: 4_321_987) {
      let nanoseconds = Int32(seconds.magnitude * 7_000_003 % 1_000_000_000)
      let moment = try #require(Timestamp(seconds: seconds, nanoseconds: nanoseconds))
      #expect(Timestamp(moment.description) == moment)
    }
  }

  @Test func `a duration that was written is read as itself`() {
    for nanoseconds in [0, 1, -1, 999_999_999, -1_500_000_000, .max, .min, 60_000_000_000]
      as [Int64]
    {
      let span = Duration.nanoseconds(nanoseconds)
      #expect(DurationText.read(DurationText.write(span)) == span)
    }
  }

  @Test(arguments: [
    "2026-02-29T00:00:00Z", "2026-13-01T00:00:00Z", "2026-01-32T00:00:00Z", "2026-01-01T24:00:00Z",
    "2026-01-01T00:60:00Z", "2026-01-01T00:00:60Z", "2026-01-01T00:00:00", "2026-01-01",
    "2026-01-01T00:00:00.Z", "2026-01-01T00:00:00.1234567891Z", "2026-01-01T00:00:00+24:00",
    "2026-01-01T00:00:00Zx", "0000-12-31T23:59:59Z", "0001-01-01T00:00:00+00:01",
    "-2026-01-01T00:00:00Z",
    "2026-01-01 00:00:00Z", "２026-01-01T00:00:00Z", "",
  ])
  func `what is no time by RFC 3339 is refused`(text: String) {
    #expect(Timestamp(text) == nil)
  }

  @Test(arguments: [
    "", "-", "1", "1x", "s", "1s1", "1.s.", "1h-5m", "--1s", "9223372036854775808ns",
    "-9223372036854775809ns", "999999999999999999999999999999999999999999s", "1e3s",
    "9223372036854775807.999999999999999999h", " 1s", "1 s",
  ])
  func `what is no duration is refused`(text: String) {
    #expect(DurationText.read(text) == nil)
  }
}
