import CUV

/// Calls back when files, or anything in folders, may have changed: also by a rename over them, or a link that is
/// pointed elsewhere.
///
/// The system's notices only say when to look; what counts is whether the files, found anew by their paths, are others
/// than before. It looks now and then without a notice too, because network file systems give none.
package final class FileWatcher: LoopResource, @unchecked Sendable {
  private let loop: EventLoop
  private let paths: [String]
  private let interval: Duration
  private let action: @Sendable () -> Void

  // Guarded by the loop: touched on its thread only.
  private var notices: [PathSnapshot.Folder: FolderNotices] = [:]
  private var files: [String: FileIdentity] = [:]
  private var debounce: Debounce
  private var settling: EventLoop.TimerToken?
  private var polling: EventLoop.TimerToken?
  private var isClosed = false

  /// Starts to watch; from any thread. Lasts until `stop` or the loop's end.
  ///
  /// - Parameters:
  ///   - paths: files and folders, of which those below are meant too; they need not exist yet.
  ///   - quiet: how long nothing must have changed before the callback.
  ///   - interval: how often to look without a notice of the system.
  ///   - action: called on the loop, once for a burst of changes.
  package init(
    _ paths: [String], on loop: EventLoop, quiet: Duration = .milliseconds(100),
    interval: Duration = .seconds(10), action: @escaping @Sendable () -> Void
  ) {
    self.loop = loop
    self.paths = paths
    self.interval = interval
    self.action = action
    debounce = Debounce(quiet: quiet, patience: quiet * 10)
    // Taken here, so that a change right after this call counts.
    files = PathSnapshot(of: paths).files
    loop.execute { self.start() }
  }

  private func start() {
    guard !isClosed else { return }
    loop.hold(self)
    settling = loop.addTimer { [weak self] in self?.look() }
    polling = loop.addTimer { [weak self] in self?.look() }
    look()
  }

  /// Compares the files with what they were, and watches where they are now.
  private func look() {
    guard !isClosed else { return }
    debounce.fire()
    let snapshot = PathSnapshot(of: paths)
    let isNewlyWatched = watch(snapshot.folders)
    if let polling { loop.arm(polling, at: loop.now.advanced(by: interval)) }
    // What changed before a folder was watched has given no notice.
    if isNewlyWatched { noticed() }
    guard snapshot.files != files else { return }
    files = snapshot.files
    action()
  }

  private func noticed() {
    guard !isClosed, let settling else { return }
    loop.arm(settling, at: debounce.on(eventAt: loop.now))
  }

  /// Watches these folders and no others; true if one of them is new.
  private func watch(_ folders: Set<PathSnapshot.Folder>) -> Bool {
    for (folder, notice) in notices where !folders.contains(folder) {
      notice.close()
      notices[folder] = nil
    }
    var isNew = false
    for folder in folders where notices[folder] == nil {
      let notice = FolderNotices(folder.path, on: loop) { [weak self] in self?.noticed() }
      guard let notice else { continue }
      notices[folder] = notice
      isNew = true
    }
    return isNew
  }

  /// Stops watching; from any thread, in effect soon after.
  package func stop() {
    loop.execute { self.close() }
  }

  func close() {
    guard !isClosed else { return }
    isClosed = true
    for notice in notices.values { notice.close() }
    notices = [:]
    for timer in [settling, polling].compactMap(\.self) { loop.removeTimer(timer) }
    loop.letGo(self)
  }
}

/// The system's notices about one folder.
@safe
private final class FolderNotices: LoopResource {
  private let loop: EventLoop
  private let action: () -> Void
  private let handle: UnsafeMutablePointer<uv_fs_event_t>
  private var isClosed = false

  /// Asks for notices; nil where the system gives none for that folder.
  init?(_ path: String, on loop: EventLoop, action: @escaping () -> Void) {
    self.loop = loop
    self.action = action
    // SAFETY: freed once closed; `data` holds this object, which the loop holds until then.
    unsafe handle = .allocate(capacity: 1)
    guard unsafe uv_fs_event_init(loop.handle, handle) == 0 else {
      unsafe handle.deallocate()
      return nil
    }
    unsafe handle.pointee.data = Unmanaged.passUnretained(self).toOpaque()
    loop.hold(self)
    let code = unsafe uv_fs_event_start(
      handle,
      { handle, _, _, _ in
        guard let data = unsafe handle?.pointee.data else { return }
        let notices = unsafe Unmanaged<FolderNotices>.fromOpaque(data).takeUnretainedValue()
        notices.loop.turn(notices.action)
      }, path, 0)
    guard code == 0 else {
      close()
      return nil
    }
  }

  func close() {
    guard !isClosed else { return }
    isClosed = true
    // SAFETY: the handle is open; its memory is freed by the callback, after which nothing uses it.
    unsafe UnsafeMutableRawPointer(handle).withMemoryRebound(to: uv_handle_t.self, capacity: 1) {
      unsafe uv_close($0) { handle in
        guard let handle = unsafe handle, let data = unsafe handle.pointee.data else { return }
        let notices = unsafe Unmanaged<FolderNotices>.fromOpaque(data).takeUnretainedValue()
        unsafe UnsafeMutableRawPointer(handle).deallocate()
        notices.loop.letGo(notices)
      }
    }
  }
}
