extension [UInt8] {
  /// Appends a span's bytes.
  ///
  /// Costs half of what appending a collection does, whose bytes have to be kept alive meanwhile.
  @inline(always)
  package mutating func append(_ bytes: Span<UInt8>) {
    append(addingCapacity: bytes.count) { output in
      for index in bytes.indices { output.append(bytes[index]) }
    }
  }
}
