import Calendar
import Testing

@Suite struct UTCTimestampTests {
  @Test(arguments: [
    ("1970-01-01T00:00:00.000000Z", 0),
    ("2000-02-29T00:00:00.000000Z", 951_782_400_000_000_000),
    ("2000-02-29T23:59:59.999999Z", 951_868_799_999_999_000),
    ("2026-11-21T07:53:20.123456Z", 1_795_247_600_123_456_000),
    ("2100-03-01T00:00:00.000000Z", 4_107_542_400_000_000_000),
  ])
  func `a time is written and read back`(text: String, nanoseconds: Int64) {
    #expect(UTCTimestamp.text(nanoseconds) == text)
    #expect(UTCTimestamp.unixNanoseconds(text) == nanoseconds)
  }

  @Test(arguments: [
    ("1969-12-31T23:59:59.999999Z", -1), ("2100-02-28T23:59:59.999999Z", 4_107_542_399_999_999_999),
    ("1677-09-21T00:12:43.145224Z", Int64.min), ("2262-04-11T23:47:16.854775Z", Int64.max),
  ])
  func `a time is cut to whole microseconds, towards the past`(text: String, nanoseconds: Int64) {
    #expect(UTCTimestamp.text(nanoseconds) == text)
  }

  @Test(arguments: [
    "2026-11-21T07:53:20", "2026-02-29T00:00:00Z", "2026-11-21 07:53:20Z", "2026-13-01T00:00:00Z",
    "2026-11-21T24:00:00Z", "2026-11-21T07:53:20.Z", "2026-11-21T07:53:20.1234567890Z", "", "Z",
    "2026-11-21T07:53:20+00:00", "2026-11-21T07:53:20.12a456Z",
  ])
  func `what is no time in UTC is refused`(text: String) {
    #expect(UTCTimestamp.unixNanoseconds(text) == nil)
  }

  @Test func `a time may have no fraction, or one of up to nine digits`() {
    #expect(UTCTimestamp.unixNanoseconds("1970-01-01T00:00:01Z") == 1_000_000_000)
    #expect(UTCTimestamp.unixNanoseconds("1970-01-01T00:00:01.5Z") == 1_500_000_000)
    #expect(UTCTimestamp.unixNanoseconds("1970-01-01T00:00:01.000000001Z") == 1_000_000_001)
  }
}
