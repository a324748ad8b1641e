internal import Matching

/// The user's own patterns.
struct CustomPatterns: Sendable {
  private let detectors: [Detector]
  private let set: RegularExpressionSet?

  /// How many matches of one pattern are reported a text.
  private static let mostMatches = 100

  /// Compiles the patterns; ids must be well-formed, and none of those taken.
  init(_ patterns: [InspectionOptions.Pattern], taken: Set<String>) throws(InspectionError) {
    var taken = taken
    for pattern in patterns {
      try Self.check(pattern)
      guard taken.insert(pattern.id).inserted else { throw InspectionError(.takenID(pattern.id)) }
    }
    detectors = patterns.map { Detector(id: $0.id, kind: .custom, severity: $0.severity) }
    do throws(RegularExpressionError) {
      set = patterns.isEmpty ? nil : try RegularExpressionSet(patterns.map(\.expression))
    } catch {
      throw InspectionError(.badPattern(id: patterns[0].id, reason: "\(error)"))
    }
  }

  /// Fails where a pattern is no good on its own.
  static func check(_ pattern: InspectionOptions.Pattern) throws(InspectionError) {
    let letters = ByteSet("a-z0-9_")
    guard 1...64 ~= pattern.id.utf8.count, pattern.id.utf8.allSatisfy({ letters.contains($0) })
    else { throw InspectionError(.badID(pattern.id)) }
    let matchesNothing: Bool
    do throws(RegularExpressionError) {
      matchesNothing = try RegularExpression(pattern.expression).matches("")
    } catch {
      throw InspectionError(.badPattern(id: pattern.id, reason: "\(error)"))
    }
    guard !matchesNothing else {
      throw InspectionError(
        .badPattern(id: pattern.id, reason: "it matches empty text, and so is found everywhere"))
    }
  }

  /// Reports all matches.
  func find(in text: [UInt8], _ scan: inout Scan) {
    guard let set else { return }
    // RE2 reads UTF-8; what is none of it is replaced byte for byte, so that offsets stay.
    let string = String(decoding: text.map { $0 }, as: UTF8.self)
    let isSame = string.utf8.count == text.count
    scan.report.work += text.count
    for number in set.matches(in: string) {
      var start = 0
      for _ in 0..<Self.mostMatches {
        scan.report.work += text.count - start
        guard let match = set.expressions[number].firstMatch(in: string, from: start) else { break }
        scan.add(detectors[number], isSame ? match : 0..<text.count)
        start = max(match.upperBound, match.lowerBound + 1)
        if start > text.count || scan.report.isSpent() { break }
      }
    }
  }
}
