import TestKit
import Testing

/// The running service, asked with arguments of a described tool.
struct SchemaTests {
  @Test func `short and long arguments alike are held to the schema of their tool`() async throws {
    let folder = try TemporaryFolder()
    try folder.write(
      """
      version: 1
      tools:
        - tool: note
          schema: { required: [text], properties: { text: { type: string }, cents: { type: integer } } }
      """, to: "tools.yaml")
    try await Daemon.run(
      policy: TestPolicy.allowing("note"),
      configuration: "anonymous: true\ntools: [\(folder.path("tools.yaml"))]"
    ) { (daemon) async throws in
      for length in [10, 100_000] {
        let text = String(repeating: "a", count: length)
        let good = try await daemon.decide(#"{"tool":"note","args":{"text":"\#(text)"}}"#)
        #expect(good.status == 200)
        #expect(good.body.contains(#""decision":"allow""#))
        let bad = try await daemon.decide(
          #"{"tool":"note","args":{"text":"\#(text)","cents":0.5}}"#)
        #expect(bad.status == 200)
        #expect(bad.body.contains(#""code":"invalid_arguments""#))
        #expect(bad.body.contains("`/cents` is a number that is no integer"))
      }
    }
  }
}
