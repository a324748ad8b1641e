import Expressions
import Synchronization

/// Reads counters for one decision and keeps which of them live rules read: those are reserved with the verdict.
final class CounterLedger: Sendable {
  private struct State {
    var isRecording = true
    var read: [Int] = []
  }

  private let reader: any CounterReader
  private let state = Mutex(State())

  init(reader: any CounterReader) { self.reader = reader }

  /// The counters read while recording, each once, in the order of their indices.
  var read: [Int] { state.withLock { $0.read.sorted() } }

  /// Turns recording off while shadow rules are evaluated, and on again.
  func record(_ isRecording: Bool) { state.withLock { $0.isRecording = isRecording } }

  func value(of index: Int) -> CounterValue {
    state.withLock { state in
      if state.isRecording, !state.read.contains(index) { state.read.append(index) }
    }
    return reader.value(of: index)
  }
}
