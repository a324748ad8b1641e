import Foundation
import Locking
import TestKit
import Testing

@testable import Expressions

@Suite struct TimeZoneTests {
  private static let names = [
    "Europe/Paris", "Europe/London", "Europe/Dublin", "America/New_York", "America/St_Johns",
    "America/Sao_Paulo", "Asia/Kathmandu", "Asia/Tehran", "Australia/Lord_Howe",
    "Australia/Sydney", "Pacific/Apia", "Pacific/Chatham", "US/Central", "CET",
  ]

  @Test func `offsets are those that Foundation gives, from 1970 to 2024`() throws {
    for name in Self.names {
      let rules = try #require(TimeZoneDatabase.system.rules(named: name), "\(name)")
      let zone = try #require(TimeZone(identifier: name), "\(name)")
      var differing: [Int64] = []
      for seconds in stride(from: Int64(0), to: 1_735_689_600, by: 43_201 * 97) {
        let date = Date(timeIntervalSince1970: Double(seconds))
        if rules.offset(at: seconds) != zone.secondsFromGMT(for: date) { differing.append(seconds) }
      }
      #expect(differing.isEmpty, "\(name)")
    }
  }

  @Test func `a file's last rules hold for ever`() throws {
    let cases: [(rules: String, moment: String, hours: Double)] = [
      ("UTC0", "2500-07-01T00:00:00Z", 0),
      ("EST5EDT,M3.2.0,M11.1.0", "2500-07-01T00:00:00Z", -4),
      ("EST5EDT,M3.2.0,M11.1.0", "2500-01-01T00:00:00Z", -5),
      ("AEST-10AEDT,M10.1.0,M4.1.0/3", "2500-01-01T00:00:00Z", 11),
      ("AEST-10AEDT,M10.1.0,M4.1.0/3", "2500-07-01T00:00:00Z", 10),
      ("<+0330>-3:30", "2500-07-01T00:00:00Z", 3.5),
      ("<-03>3<-02>,M3.5.0/-2,M10.5.0/-1", "2500-07-01T00:00:00Z", -2),
      ("IST-1GMT0,M10.5.0,M3.5.0/1", "2500-07-01T00:00:00Z", 1),
      ("IST-1GMT0,M10.5.0,M3.5.0/1", "2500-12-01T00:00:00Z", 0),
      ("XXX0YYY,J60,J300", "2024-03-01T02:00:00Z", 1),
      ("XXX0YYY,J60,J300", "2024-02-29T12:00:00Z", 0),
      ("XXX0YYY,59,300", "2024-02-29T12:00:00Z", 1),
      ("XXX0YYY-2:30:15,0/0,J365/25", "2024-06-01T00:00:00Z", 2.504_166_666_666_666_6),
    ]
    for (text, moment, hours) in cases {
      let rules = try #require(TimeZoneRules(file: Self.file(rules: text)), "\(text)")
      let seconds = try #require(Timestamp(moment)).seconds
      #expect(rules.offset(at: seconds) == Int((hours * 3600).rounded()), "\(text) at \(moment)")
    }
  }

  @Test(arguments: [
    "", "EST", "5", "EST5EDT", "EST5EDT,M3.2.0", "EST5EDT,M13.2.0,M11.1.0",
    "EST5EDT,M3.6.0,M11.1.0",
    "EST5EDT,J0,J1", "EST5EDT,M3.2.0,M11.1.0,", "EST168", "<EST5", "EST5:60",
  ])
  func `rules that are no rules are refused`(text: String) {
    #expect(RecurringRules(Array(text.utf8)) == nil)
  }

  @Test func `damaged files are refused or read, and never trap`() throws {
    guard let data = try? Data(contentsOf: URL(filePath: "/usr/share/zoneinfo/Europe/Paris")) else {
      print("skipped: no time-zone database")
      return
    }
    let file = Array(data)
    #expect(TimeZoneRules(file: file) != nil)
    for length in 0..<file.count { #expect(TimeZoneRules(file: Array(file[..<length])) == nil) }
    for position in file.indices {
      for value in [0x7F, 0xFF] as [UInt8] {
        var changed = file
        changed[position] = value
        _ = TimeZoneRules(file: changed)?.offset(at: 1_700_000_000)
      }
    }
  }

  @Test func `the host is only asked for names that stay in the database's folder`() {
    let asked = Locked<[String]>([])
    let database = TimeZoneDatabase { name in
      asked.withLock { $0.append(name) }
      return nil
    }
    for name in [
      "../etc/passwd", "/etc/passwd", "Europe/../../x", "Europe//Paris", "", ".", "a/", "a\0b", "é",
      "Etc/GMT+5", "America/Port-au-Prince", "UTC", "+01:00", "-14:30", "+1:00", "+24:00",
    ] { _ = database.rules(named: name) }
    #expect(asked.withLock { $0 } == ["Etc/GMT+5", "America/Port-au-Prince"])
  }

  /// Makes a file of version 2 that has no transitions, only recurring rules.
  private static func file(rules: String) -> [UInt8] {
    var header = Array("TZif2".utf8) + Array(repeating: 0, count: 15)
    // The counts: none of anything but one type of local time and its one-byte name.
    for count: UInt8 in [0, 0, 0, 0, 1, 1] { header += [0, 0, 0, count] }
    let part = header + [0, 0, 0, 0, 0, 0] + [0]
    return part + part + Array("\n\(rules)\n".utf8)
  }
}
