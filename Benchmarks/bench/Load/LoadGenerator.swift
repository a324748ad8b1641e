import CBenchmark

/// Sends requests over keep-alive connections and measures how long their answers take.
struct LoadGenerator {
  /// When the next request is sent.
  enum Pace {
    /// At a constant rate, whatever the answers do: the latency counts from when a request was to be sent, so that one
    /// that waits for a free connection is seen to wait.
    case open(perSecond: Double)
    /// On every connection as soon as the answer before has come.
    case closed
  }

  let port: UInt16
  let connections: Int
  let pace: Pace
  let requests: [[UInt8]]

  /// What was seen.
  struct Outcome {
    var latencies = LatencyHistogram()
    /// Answers with another status than 200.
    var failures = 0
    var seconds = 0.0
  }

  /// Runs for a time, of which the first part is not measured.
  func run(seconds: Double, warmup: Double) throws -> Outcome {
    cbenchmark_wake_punctually()
    let clients = try (0..<connections).map { _ in try ClientConnection(port: port) }
    let poller = cbenchmark_poller()
    guard poller >= 0 else { throw Failure("cannot wait for connections") }
    defer { cbenchmark_close(poller) }
    for (index, client) in clients.enumerated() { try client.join(poller, as: index) }
    var run = Run(generator: self, clients: clients, poller: poller)
    let start = Meter.now
    let measured = start + Int64(warmup * 1e9)
    let end = measured + Int64(seconds * 1e9)
    try run.go(from: start, measuringFrom: measured, to: end)
    run.outcome.seconds = Double(Meter.now - measured) / 1e9
    return run.outcome
  }

  /// One run: which request is next, and which connections are free for it.
  private struct Run {
    let generator: LoadGenerator
    let clients: [ClientConnection]
    let poller: Int32
    var outcome = Outcome()
    private var free: [Int]
    private var sent = 0
    private var buffer = [UInt8](repeating: 0, count: 1 << 16)
    private var tokens = [UInt64](repeating: 0, count: 64)

    init(generator: LoadGenerator, clients: [ClientConnection], poller: Int32) {
      self.generator = generator
      self.clients = clients
      self.poller = poller
      free = Array(clients.indices)
    }

    mutating func go(from start: Int64, measuringFrom measured: Int64, to end: Int64) throws {
      while true {
        let now = Meter.now
        guard now < end else { return }
        let next = try sendWhatIsDue(start: start, now: now)
        // With every connection busy, only an answer can change anything.
        let pause = (free.isEmpty ? end : min(next, end)) - now
        // SAFETY: C writes at most as many tokens as there is room for.
        let count = unsafe cbenchmark_poller_wait(
          poller, &tokens, Int32(tokens.count), max(0, pause))
        guard count >= 0 else { throw Failure("waiting failed: error \(-count)") }
        for token in tokens[0..<Int(count)] { try take(Int(token), since: measured) }
      }
    }

    /// Sends every request whose time has come, as far as connections are free; gives the time of the next one.
    private mutating func sendWhatIsDue(start: Int64, now: Int64) throws -> Int64 {
      while true {
        let due: Int64 =
          switch generator.pace {
          case .open(let rate): start + Int64(Double(sent) * 1e9 / rate)
          case .closed: now
          }
        guard due <= now, let index = free.first else { return due }
        free.removeFirst()
        try clients[index].send(generator.requests[sent % generator.requests.count], due: due)
        sent += 1
      }
    }

    private mutating func take(_ index: Int, since measured: Int64) throws {
      let due = clients[index].due
      guard let status = try clients[index].receive(through: &buffer) else { return }
      free.append(index)
      guard let due, due >= measured else { return }
      outcome.latencies.add(Meter.now - due)
      if status != 200 { outcome.failures += 1 }
    }
  }
}
