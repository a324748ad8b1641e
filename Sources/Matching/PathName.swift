internal import ByteParsing

/// A POSIX path in its normal form, made by looking at the text alone: symbolic links are not followed.
///
/// The normal form has no empty and no `.` components, no trailing slash, and `..` only at the start of a relative
/// name. `..` above the root stays at the root. The empty relative name is `.`. Names are equal when their bytes are:
/// `é` written in two ways names two files, as it does on Linux.
package struct PathName: Sendable, Hashable, CustomStringConvertible {
  /// The normal form: `/`, `/a/b`, `.`, `a/b` or `../a`.
  package let text: String

  /// Reads a path and brings it to its normal form; refuses the empty path and NUL.
  package init(_ text: String) throws(PathNameError) {
    let bytes = text.utf8Span.span
    guard !bytes.isEmpty else { throw .empty }
    for index in bytes.indices where bytes[index] == 0 { throw .containsNUL(offset: index) }
    self.init(unchecked: text)
  }

  /// Takes text that is in its normal form.
  private init(normal text: String) { self.text = text }

  /// Normalises text known to hold no NUL and not to be empty.
  private init(unchecked text: String) {
    self.text =
      PathNormalizer.isNormal(text.utf8Span.span)
      ? text : String(decoding: PathNormalizer.normalize(text.utf8Span.span), as: UTF8.self)
  }

  /// Whether the name starts at the root.
  package var isAbsolute: Bool { text.utf8.first == slash }

  /// The directory the name stands in: `..` above a relative name without one, nil for the root.
  package var parent: PathName? {
    text == "/" ? nil : PathName(unchecked: text + "/..")
  }

  /// The last component; nil for `/`, `.` and names that end in `..`, which say nothing of their own name.
  package var lastComponent: String? {
    let utf8 = text.utf8
    let start = utf8.lastIndex(of: slash).map { utf8.index(after: $0) } ?? utf8.startIndex
    let component = text[start...]
    return component.isEmpty || component == "." || component == ".." ? nil : String(component)
  }

  /// The name seen from this directory: an absolute name stays itself, a relative one is appended.
  package func appending(_ name: PathName) -> PathName {
    if name.isAbsolute { return name }
    // Room for all of it first: growing would copy what is there.
    var joined = ""
    joined.reserveCapacity(text.utf8.count + 1 + name.text.utf8.count)
    joined += text
    joined += "/"
    joined += name.text
    // Below a directory other than the root, a name that does not begin with a dot stays as it is.
    let isNormal = isAbsolute && text.utf8.count > 1 && name.text.utf8.first != dot
    return isNormal ? PathName(normal: joined) : PathName(unchecked: joined)
  }

  /// Tells whether this name is `root` or lies below it, by whole components.
  ///
  /// False for an absolute name and a relative root or the reverse, which the text alone cannot relate.
  package func isWithin(_ root: PathName) -> Bool {
    guard isAbsolute == root.isAbsolute else { return false }
    if root.text == "/" { return true }
    if !isAbsolute && root.isParents {
      // `.` and `../..` hold every name that climbs no higher than they do.
      return leadingParents <= root.leadingParents
    }
    let mine = text.utf8Span.span
    let theirs = root.text.utf8Span.span
    guard mine.starts(with: theirs) else { return false }
    return mine.count == theirs.count || mine[theirs.count] == slash
  }

  package var description: String { text }

  package static func == (left: PathName, right: PathName) -> Bool {
    left.text.utf8Span.span.equals(right.text.utf8Span.span)
  }

  /// Whether a relative name is `.` or `..` components alone.
  private var isParents: Bool {
    text == "." || text.utf8.count == leadingParents * 3 - 1
  }

  /// How many `..` a relative name begins with.
  private var leadingParents: Int {
    let bytes = text.utf8Span.span
    var count = 0
    var index = 0
    while index + 1 < bytes.count, bytes[index] == dot, bytes[index + 1] == dot,
      index + 2 == bytes.count || bytes[index + 2] == slash
    {
      count += 1
      index += 3
    }
    return count
  }
}

/// Says why a text is not a path.
package enum PathNameError: Error, Equatable, CustomStringConvertible {
  /// The text is empty, which POSIX does not resolve.
  case empty
  /// A NUL byte, at which the operating system would cut the path off.
  case containsNUL(offset: Int)

  package var description: String {
    switch self {
    case .empty: "an empty path names nothing; write `.` for the current directory"
    case .containsNUL(let offset): "the path holds a NUL byte at offset \(offset)"
    }
  }
}

let slash = UInt8(ascii: "/")
let dot = UInt8(ascii: ".")
