import ContentInspection
import Foundation
import TestKit
import Testing

/// Measures detectors on outside texts; the thresholds are what the product promises.
@Suite struct CorpusTests {
  @Test func `secrets are found, and little else is taken for one`() throws {
    guard let cases = try Corpora.lines("secrets-gitleaks/cases.jsonl"),
      let negatives = try Corpora.lines("secrets-negatives/cases.jsonl")
    else { return }
    let inspector = try ContentInspector()
    func hasSecret(_ text: String) -> Bool {
      inspector.inspect(text).findings.contains { $0.kind == .credential }
    }
    var rules: [String: (found: Int, all: Int)] = [:]
    var (found, all, wrong, clean) = (0, 0, 0, 0)
    for line in cases {
      let text = try #require(
        (line["text_b64"] as? String).flatMap { Data(base64Encoded: $0) }.map {
          String(decoding: $0, as: UTF8.self)
        })
      let hit = hasSecret(text)
      if line["label"] as? Int == 1 {
        let rule = line["rule"] as? String ?? ""
        rules[rule, default: (0, 0)].all += 1
        rules[rule, default: (0, 0)].found += hit ? 1 : 0
        all += 1
        found += hit ? 1 : 0
      } else if (line["other_rules_matching"] as? [String] ?? []).isEmpty {
        clean += 1
        wrong += hit ? 1 : 0
      }
    }
    for line in negatives {
      clean += 1
      wrong += hasSecret(line["text"] as? String ?? "") ? 1 : 0
    }
    let worst = rules.filter { Double($0.value.found) < 0.95 * Double($0.value.all) }.keys.sorted()
    print("secrets: \(found) of \(all) found, \(wrong) of \(clean) clean texts taken for one")
    #expect(worst.isEmpty, "rules under 95 %: \(worst)")
    #expect(Double(found) >= 0.97 * Double(all))
    #expect(Double(wrong) <= 0.015 * Double(clean))
  }

  @Test func `sentences aimed at models are found as often as the documentation says`() throws {
    guard let lines = try Corpora.lines("prompt-injection/all.jsonl") else { return }
    let inspector = try ContentInspector()
    var tally: [Int: (found: Int, all: Int)] = [:]
    for line in lines {
      guard let label = line["label"] as? Int, let text = line["text"] as? String else { continue }
      tally[label, default: (0, 0)].all += 1
      let hit = inspector.inspect(text).findings.contains { $0.detector == "injection_model" }
      tally[label, default: (0, 0)].found += hit ? 1 : 0
    }
    let (injected, clean) = (try #require(tally[1]), try #require(tally[0]))
    print(
      "injection: \(injected.found) of \(injected.all) found, \(clean.found) of \(clean.all) clean ones taken for one"
    )
    #expect(Double(injected.found) >= 0.6 * Double(injected.all))
    #expect(Double(clean.found) <= 0.015 * Double(clean.all))
  }
}
