import Glibc
import Testing

@testable import Matching

@Suite struct AddressTests {
  @Test func `addresses are read, written and classified as the table says`() throws {
    for row in try table("addresses.tsv", fields: 3) {
      let address = IPAddress(row[0])
      #expect(address?.description ?? "none" == row[1], "\(row[0])")
      #expect(address?.classification.rawValue ?? "none" == row[2], "\(row[0])")
    }
  }

  @Test func `blocks hold addresses as the table says`() throws {
    for row in try table("blocks.tsv", fields: 3) {
      let address = try #require(IPAddress(row[1]))
      let holds = try CIDRBlock(row[0]).contains(address)
      #expect(holds == (row[2] == "yes"), "\(row[0]) and \(row[1])")
    }
  }

  @Test func `a block is written in its canonical form`() throws {
    #expect(try CIDRBlock("::ffff:10.0.0.0/104").description == "10.0.0.0/8")
    #expect(try CIDRBlock("2001:DB8:0::/32").description == "2001:db8::/32")
    #expect(try CIDRBlock("10.1.2.3").description == "10.1.2.3/32")
    #expect(try CIDRBlock("::1").description == "::1/128")
  }

  @Test func `malformed blocks are refused, and host bits with the block that was meant`() {
    let refused = [
      "", "/", "10.0.0.0/", "/8", "10.0.0.0/33", "10.0.0.0/08", "10.0.0.0/+8", "10.0.0.0/-1",
      "10.0.0.0/8/8", "10.0.0/8", "::/129", "::ffff:0.0.0.0/95", "10.0.0.0/255.0.0.0", "::/ 8",
    ]
    for text in refused {
      #expect(throws: CIDRBlockError.self, "\(text)") { try CIDRBlock(text) }
    }
    #expect(throws: CIDRBlockError.hostBitsSet("10.1.2.3/8", block: "10.0.0.0/8")) {
      try CIDRBlock("10.1.2.3/8")
    }
    #expect(throws: CIDRBlockError.hostBitsSet("2001:db8::1/32", block: "2001:db8::/32")) {
      try CIDRBlock("2001:db8::1/32")
    }
  }

  @Test func `a mapped address is its IPv4 address in all but spelling`() throws {
    let mapped = try #require(IPAddress("::ffff:10.0.0.1"))
    let plain = try #require(IPAddress("10.0.0.1"))
    #expect(mapped != plain)
    #expect(mapped.unmapped == plain)
    #expect(IPAddress("::ffff:a00:1") == mapped)
  }

  @Test func `damaged addresses are taken or refused as inet_pton does, and come back the same`() {
    let seeds = [
      "127.0.0.1", "255.255.255.255", "::", "::1", "2001:db8::ff00:42:8329", "fe80::1:2:3:4",
      "::ffff:192.0.2.128", "1:2:3:4:5:6:7:8", "1:2:3:4:5:6:1.2.3.4", "64:ff9b::1.2.3.4",
    ].map { Array($0.utf8) }
    let letters = Array("0123456789abfF.:g%x ".utf8)
    var generator = SeededGenerator(seed: 3)
    var wrong: [String] = []
    for _ in 0..<20_000 {
      var bytes = seeds.randomElement(using: &generator) ?? []
      for _ in 0..<Int.random(in: 1...3, using: &generator) {
        let place = Int.random(in: 0..<max(bytes.count, 1), using: &generator)
        let letter = letters.randomElement(using: &generator) ?? 0
        switch Int.random(in: 0..<3, using: &generator) {
        case 0: bytes.insert(letter, at: min(place, bytes.count))
        case 1 where place < bytes.count: bytes.remove(at: place)
        default: if place < bytes.count { bytes[place] = letter }
        }
      }
      let text = String(decoding: bytes, as: UTF8.self)
      let ours = IPAddress(text)
      let theirs = systemAddress(text)
      let isSame = ours.map { [$0.high, $0.low] } == theirs
      let comesBack = ours == nil || ours.flatMap { IPAddress($0.description) } == ours
      if !isSame || !comesBack { wrong.append(text) }
    }
    #expect(wrong.isEmpty, "\(wrong.prefix(10))")
  }

  /// The 128 bits that the C library reads, IPv4 in its mapped place.
  private func systemAddress(_ text: String) -> [UInt64]? {
    var v4 = in_addr()
    // SAFETY: the structures outlive the calls, which fill them in.
    if unsafe inet_pton(AF_INET, text, &v4) == 1 {
      return [0, 0xFFFF_0000_0000 | UInt64(UInt32(bigEndian: v4.s_addr))]
    }
    var halves: [UInt64] = [0, 0]
    // SAFETY: as above; an IPv6 address has sixteen bytes.
    guard unsafe inet_pton(AF_INET6, text, &halves) == 1 else { return nil }
    return halves.map { UInt64(bigEndian: $0) }
  }

  @Test(arguments: [
    ("64:ff9b::10.0.0.1", "10.0.0.1"), ("64:ff9b:1::a9fe:a9fe", "169.254.169.254"),
    ("2002:7f00:1::", "127.0.0.1"), ("2001::80ff:fffe", "127.0.0.1"), ("::7f00:1", "127.0.0.1"),
    ("::1", nil), ("2606:4700::1111", nil), ("10.0.0.1", nil), ("::ffff:10.0.0.1", nil),
  ])
  func `an address that a tunnel or translator delivers to is found`(text: String, carried: String?)
  {
    #expect(IPAddress(text)?.carried?.description == carried)
  }

  @Test func `an address keeps the family it was written in, and has a text without dots`() {
    #expect(IPAddress("::ffff:10.0.0.1")?.isIPv6 == true)
    #expect(IPAddress("::ffff:10.0.0.1")?.hexadecimalText == "::ffff:a00:1")
    #expect(IPAddress("10.0.0.1")?.isIPv6 == false)
  }
}
