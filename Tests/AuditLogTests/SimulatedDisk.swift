import Locking

@testable import AuditLog

/// A disk in memory that can crash: after a chosen operation nothing works any more, and what was
/// not synced is kept, dropped or torn.
final class SimulatedDisk: Disk {
  /// What a crash does to whatever was not synced.
  enum Crash: CaseIterable {
    /// All of it is lost.
    case drops
    /// All of it is there, as after a kill.
    case keeps
    /// Each part is lost, there, or torn, as a seeded choice says.
    case tears
  }

  /// The bytes of a file: as the system shows them, and as the medium holds them.
  fileprivate final class Node {
    var bytes: [UInt8] = []
    var durable: [UInt8] = []
    var isLocked = false
  }

  /// A change of the directory that is not durable yet.
  private enum Change {
    case link(String, Node)
    case rename(String, String)
    case unlink(String)
  }

  fileprivate struct State {
    var names: [String: Node] = [:]
    private var durableNames: [String: Node] = [:]
    private var changes: [Change] = []
    var operations = 0
    var crashAfter = Int.max
    var failingSyncs: Set<Int> = []
    var syncs = 0
    var space = Int.max
    var failingWrites = 0
    /// What was done, for reading failures.
    var log: [String] = []

    /// Counts one operation; throws once the disk has crashed.
    mutating func begin(_ what: String) throws(DiskError) {
      guard operations < crashAfter else { throw DiskError(.other, "crashed") }
      operations += 1
      log.append(what)
    }

    mutating func link(_ name: String) -> Node {
      let node = Node()
      names[name] = node
      changes.append(.link(name, node))
      return node
    }

    mutating func rename(_ name: String, to newName: String) {
      names[newName] = names.removeValue(forKey: name)
      changes.append(.rename(name, newName))
    }

    mutating func unlink(_ name: String) {
      names[name] = nil
      changes.append(.unlink(name))
    }

    mutating func syncDirectory() {
      durableNames = names
      changes = []
    }

    /// The medium after a crash.
    func medium(after crash: Crash, _ random: inout SplitMix) -> [String: [UInt8]] {
      var names = durableNames
      for change in changes {
        let happens =
          switch crash {
          case .drops: false
          case .keeps: true
          case .tears: random.next() % 2 == 0
          }
        guard happens else { continue }
        switch change {
        case .link(let name, let node): names[name] = node
        case .rename(let name, let newName):
          if let node = names.removeValue(forKey: name) { names[newName] = node }
        case .unlink(let name): names[name] = nil
        }
      }
      return names.mapValues { node in
        switch crash {
        case .drops: node.durable
        case .keeps: node.bytes
        case .tears: node.torn(&random)
        }
      }
    }
  }

  fileprivate let state: Locked<State>

  /// A disk that holds these files, durably.
  init(files: [String: [UInt8]] = [:]) {
    state = Locked(State())
    state.withLock { state in
      for (name, bytes) in files {
        let node = state.link(name)
        node.bytes = bytes
        node.durable = bytes
      }
      state.syncDirectory()
    }
  }

  // MARK: What tests do

  /// Lets this many operations pass before the crash.
  func crash(after operations: Int) { state.withLock { $0.crashAfter = operations } }
  /// Fails the syncs of files with these numbers, counted from 0.
  func failSyncs(_ numbers: Set<Int>) { state.withLock { $0.failingSyncs = numbers } }
  /// Fails the next writes.
  func failWrites(_ count: Int) { state.withLock { $0.failingWrites = count } }
  /// Sets how many bytes can still be written.
  func setSpace(_ bytes: Int) { state.withLock { $0.space = bytes } }
  /// How many operations there were.
  var operations: Int { state.withLock { $0.operations } }
  /// How many syncs of files there were.
  var syncs: Int { state.withLock { $0.syncs } }
  /// The last operations.
  var recent: String { state.withLock { $0.log.suffix(6).joined(separator: ", ") } }
  /// The files as programs see them.
  var files: [String: [UInt8]] { state.withLock { $0.names.mapValues(\.bytes) } }

  /// The disk that is found after the crash.
  func afterCrash(_ crash: Crash, seed: UInt64) -> SimulatedDisk {
    var random = SplitMix(state: seed)
    return SimulatedDisk(files: state.withLock { $0.medium(after: crash, &random) })
  }

  // MARK: Disk

  func list() throws(DiskError) -> [String] {
    try perform("list") { $0.names.keys.sorted() }
  }

  func open(_ name: String, _ access: DiskAccess) throws(DiskError) -> any DiskFile {
    let node = try perform("open \(name)") { state throws(DiskError) in
      switch (state.names[name], access) {
      case (let node?, .read), (let node?, .append): return Unchecked(node)
      case (nil, .append), (nil, .create): return Unchecked(state.link(name))
      case (nil, .read): throw DiskError(.missing, name)
      case (_?, .create): throw DiskError(.exists, name)
      }
    }
    return SimulatedFile(disk: self, node: node.value, name: name)
  }

  func rename(_ name: String, to newName: String) throws(DiskError) {
    try perform("rename \(name)") { state throws(DiskError) in
      guard state.names[name] != nil else { throw DiskError(.missing, name) }
      state.rename(name, to: newName)
    }
  }

  func remove(_ name: String) throws(DiskError) {
    try perform("remove \(name)") { state throws(DiskError) in
      guard let node = state.names[name] else { throw DiskError(.missing, name) }
      if state.space != .max { state.space += node.bytes.count }
      state.unlink(name)
    }
  }

  func syncDirectory() throws(DiskError) {
    try perform("sync directory") { $0.syncDirectory() }
  }

  func freeBytes() throws(DiskError) -> Int {
    try perform("measure") { $0.space }
  }

  fileprivate func perform<Value: Sendable>(
    _ what: String, _ operation: (inout State) throws(DiskError) -> Value
  ) throws(DiskError) -> Value {
    let outcome = state.withLock { state -> Result<Value, DiskError> in
      do throws(DiskError) {
        try state.begin(what)
        return .success(try operation(&state))
      } catch {
        return .failure(error)
      }
    }
    return try outcome.get()
  }
}

/// Carries a node out of the lock; nodes are only ever touched under it.
private struct Unchecked: @unchecked Sendable {
  let value: SimulatedDisk.Node
  init(_ value: SimulatedDisk.Node) { self.value = value }
}

extension SimulatedDisk.Node {
  /// What may be left of the file: the durable bytes, and of what is newer a part, perhaps with a
  /// page of zeros in it.
  fileprivate func torn(_ random: inout SplitMix) -> [UInt8] {
    let common = zip(bytes, durable).prefix { $0 == $1 }.count
    switch random.next() % 4 {
    case 0: return durable
    case 1: return bytes
    default:
      // A cut that was not synced may or may not have happened.
      if bytes.count == common { return random.next() % 2 == 0 ? bytes : durable }
      var left = Array(bytes[..<(common + Int(random.next() % UInt64(bytes.count - common + 1)))])
      if random.next() % 2 == 0, left.count > common {
        let start = common + Int(random.next() % UInt64(left.count - common))
        for index in start..<min(start + 64, left.count) { left[index] = 0 }
      }
      return left
    }
  }
}

/// A file of the simulated disk.
private final class SimulatedFile: DiskFile, @unchecked Sendable {
  // Sendable: the node is touched under the disk's lock only.
  private let disk: SimulatedDisk
  private let node: SimulatedDisk.Node
  private let name: String
  private var holdsLock = false

  init(disk: SimulatedDisk, node: SimulatedDisk.Node, name: String) {
    self.disk = disk
    self.node = node
    self.name = name
  }

  deinit {
    disk.state.withLock { _ in if holdsLock { node.isLocked = false } }
  }

  func length() throws(DiskError) -> Int {
    let node = Unchecked(node)
    return try disk.perform("length of \(name)") { _ in node.value.bytes.count }
  }

  func read(at offset: Int, count: Int) throws(DiskError) -> [UInt8] {
    let node = Unchecked(node)
    return try disk.perform("read \(name)") { _ in
      let bytes = node.value.bytes
      guard offset < bytes.count, count > 0 else { return [] }
      return Array(bytes[offset..<min(bytes.count, offset + count)])
    }
  }

  func append(_ bytes: [UInt8]) throws(DiskError) {
    let node = Unchecked(node)
    // A crash in the middle of a write leaves a part of it.
    let isLast = disk.state.withLock { $0.operations + 1 == $0.crashAfter }
    try disk.perform("write \(name)") { state throws(DiskError) in
      if isLast {
        node.value.bytes += bytes.prefix(bytes.count / 2)
        throw DiskError(.other, "crashed")
      }
      if state.failingWrites > 0 {
        state.failingWrites -= 1
        node.value.bytes += bytes.prefix(bytes.count / 2)
        throw DiskError(.other, "write")
      }
      guard bytes.count <= state.space else {
        node.value.bytes += bytes.prefix(state.space)
        state.space = 0
        throw DiskError(.full, name)
      }
      if state.space != .max { state.space -= bytes.count }
      node.value.bytes += bytes
    }
  }

  func sync() throws(DiskError) {
    let node = Unchecked(node)
    try disk.perform("sync \(name)") { state throws(DiskError) in
      state.syncs += 1
      guard !state.failingSyncs.contains(state.syncs - 1) else { throw DiskError(.other, "sync") }
      node.value.durable = node.value.bytes
    }
  }

  func forget(upTo offset: Int) {}

  func truncate(to length: Int) throws(DiskError) {
    let node = Unchecked(node)
    try disk.perform("cut \(name)") { state in
      let excess = node.value.bytes.count - length
      if state.space != .max { state.space += max(0, excess) }
      if excess >= 0 {
        node.value.bytes.removeLast(excess)
      } else {
        node.value.bytes += [UInt8](repeating: 0, count: -excess)
      }
    }
  }

  func reserve(_ length: Int) throws(DiskError) {
    let node = Unchecked(node)
    try disk.perform("reserve \(name)") { state throws(DiskError) in
      guard length <= state.space else { throw DiskError(.full, name) }
      if state.space != .max { state.space -= length }
      node.value.bytes = [UInt8](repeating: 0, count: length)
    }
  }

  func lock() throws(DiskError) {
    let node = Unchecked(node)
    try disk.perform("lock \(name)") { _ throws(DiskError) in
      guard !node.value.isLocked else { throw DiskError(.locked, name) }
      node.value.isLocked = true
    }
    holdsLock = true
  }
}

/// A small random generator whose sequence follows from its seed (SplitMix64).
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
