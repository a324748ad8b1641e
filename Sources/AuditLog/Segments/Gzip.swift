import CZlib

/// Compresses bytes as a gzip stream (RFC 1952); equal input gives equal output, since it names
/// neither file nor time.
@safe struct Deflater: ~Copyable {
  private let stream: UnsafeMutablePointer<z_stream>

  init() {
    // SAFETY: zlib is given a zeroed stream; it and the memory live until `deinit`.
    unsafe stream = .allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    let done = unsafe deflateInit2_(
      stream, Z_BEST_SPEED, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
      Int32(MemoryLayout<z_stream>.size))
    precondition(done == Z_OK, "no memory to compress")
  }

  deinit {
    // SAFETY: made in `init`, freed once.
    _ = unsafe deflateEnd(stream)
    unsafe stream.deallocate()
  }

  /// Compresses the next bytes; `isLast` ends the stream.
  mutating func compress(_ bytes: [UInt8], isLast: Bool) -> [UInt8] {
    // SAFETY: the stream lives as long as this does.
    unsafe pump(bytes, through: stream) { stream in
      _ = unsafe deflate(stream, isLast ? Z_FINISH : Z_NO_FLUSH)
      return true
    }
  }
}

/// Reads a gzip stream piece by piece; never trusts a length it states.
@safe struct Inflater: ~Copyable {
  private let stream: UnsafeMutablePointer<z_stream>
  /// True once the stream has ended, its checksum right.
  private(set) var isAtEnd = false

  /// Says that the bytes are not a gzip stream, or not a whole one.
  struct Malformed: Error {}

  init() {
    // SAFETY: as in `Deflater`.
    unsafe stream = .allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    let done = unsafe inflateInit2_(
      stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    precondition(done == Z_OK, "no memory to read a compressed segment")
  }

  deinit {
    // SAFETY: made in `init`, freed once.
    _ = unsafe inflateEnd(stream)
    unsafe stream.deallocate()
  }

  /// Reads the next bytes of the stream, all of them; bytes behind its end are malformed.
  mutating func decompress(_ bytes: [UInt8]) throws(Malformed) -> [UInt8] {
    guard !bytes.isEmpty else { return [] }
    guard !isAtEnd else { throw Malformed() }
    var status = Z_OK
    // SAFETY: as in `Deflater`.
    let output = unsafe pump(bytes, through: stream) { stream in
      status = unsafe inflate(stream, Z_NO_FLUSH)
      return status == Z_OK
    }
    isAtEnd = status == Z_STREAM_END
    let left = unsafe stream.pointee.avail_in
    // Z_BUF_ERROR says that there is nothing to do now, which is no fault.
    guard isAtEnd && left == 0 || status == Z_OK || status == Z_BUF_ERROR && left == 0 else {
      throw Malformed()
    }
    return output
  }
}

/// Takes bytes through a stream, and gives all that comes out of it.
///
/// - Parameter step: Lets zlib go on; false where it will not.
private func pump(
  _ bytes: [UInt8], through stream: UnsafeMutablePointer<z_stream>,
  _ step: (UnsafeMutablePointer<z_stream>) -> Bool
) -> [UInt8] {
  var input = bytes
  var output: [UInt8] = []
  var room = [UInt8](repeating: 0, count: 1 << 16)
  // SAFETY: zlib reads and writes only within the two buffers, whose sizes it is told, during the
  // calls.
  unsafe input.withUnsafeMutableBufferPointer { input in
    unsafe stream.pointee.next_in = input.baseAddress
    unsafe stream.pointee.avail_in = UInt32(input.count)
    var hasMore = true
    while hasMore {
      var goesOn = false
      let written = unsafe room.withUnsafeMutableBufferPointer { room in
        unsafe stream.pointee.next_out = room.baseAddress
        unsafe stream.pointee.avail_out = UInt32(room.count)
        goesOn = unsafe step(stream)
        return unsafe room.count - Int(stream.pointee.avail_out)
      }
      output += room[..<written]
      hasMore = goesOn && written == room.count
    }
    unsafe stream.pointee.next_in = nil
  }
  return output
}
