/// Reads the lines of one segment, compressed or not, a bounded piece at a time.
struct SegmentLines: ~Copyable {
  /// The file that is read.
  let file: String
  private let source: any DiskFile
  private var inflater: Inflater?
  private var offset = 0
  /// Bytes that were read and not given out yet.
  private var pending: [UInt8] = []
  /// How many bytes of lines may still come; what lies behind them is no part of the log.
  private var left: Int
  /// How many bytes lie behind the stated length, so far.
  private(set) var behind = 0
  private(set) var isAtEnd = false

  /// Why a segment cannot be read.
  enum Failure: Error {
    case disk(DiskError)
    case malformedCompression
    case lineTooLong
  }

  /// Opens a segment's lines; `length` bounds them where a manifest states it.
  ///
  /// - Parameter start: where a line begins, in bytes of lines; a compressed file is read from its beginning all the same.
  init(
    file: String, isCompressed: Bool, length: Int?, from start: Int = 0, on disk: any Disk
  ) throws(DiskError) {
    self.file = file
    source = try disk.open(file, .read)
    if isCompressed { inflater = Inflater() } else { offset = start }
    left = length ?? .max
  }

  /// Gives the whole lines of the next piece of the file, each with its line break; none may be
  /// whole yet.
  mutating func next(_ count: Int = 1 << 16) throws(Failure) -> ArraySlice<UInt8> {
    let raw: [UInt8]
    do throws(DiskError) {
      raw = try source.read(at: offset, count: count)
    } catch {
      throw .disk(error)
    }
    offset += raw.count
    isAtEnd = raw.isEmpty
    var bytes = raw
    if inflater != nil {
      do throws(Inflater.Malformed) {
        bytes = try inflater?.decompress(raw) ?? []
      } catch {
        throw .malformedCompression
      }
      if isAtEnd, inflater?.isAtEnd != true { throw .malformedCompression }
    }
    if bytes.count > left {
      behind += bytes.count - left
      bytes.removeLast(bytes.count - left)
    }
    left -= bytes.count
    pending += bytes
    guard let last = pending.lastIndex(of: UInt8(ascii: "\n")) else {
      if pending.count > RecordLine.longest { throw .lineTooLong }
      return []
    }
    let lines = pending[...last]
    pending = Array(pending[(last + 1)...])
    return lines
  }

  /// How many bytes were read behind the last line break.
  var unfinished: Int { pending.count }
}
