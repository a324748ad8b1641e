"""A DNS server for tests (RFC 1035): a few names with addresses, one that is refused, and some that get no answer."""
import ipaddress
import socket

ADDRESSES = {
    "both.example": ["127.0.0.2", "127.0.0.3", "::1"],
    "four.example": ["127.0.0.4"],
    "empty.example": [],
}
TYPES = {1: 4, 28: 6}

server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(("127.0.0.1", 0))
print("port", server.getsockname()[1], flush=True)


def read_name(query):
    labels, place = [], 12
    while length := query[place]:
        labels.append(query[place + 1:place + 1 + length].decode().lower())
        place += length + 1
    return ".".join(labels), place + 1


while True:
    query, client = server.recvfrom(512)
    name, end = read_name(query)
    print(name)
    if name.startswith("silent"):
        continue
    code = 5 if name == "refused.example" else 0 if name in ADDRESSES else 3
    version = TYPES.get(int.from_bytes(query[end:end + 2]))
    found = [ipaddress.ip_address(text) for text in ADDRESSES.get(name, [])]
    answers = [address.packed for address in found if address.version == version]
    head = query[:2] + bytes([0x81, 0x80 | code]) + b"\0\1" + len(answers).to_bytes(2) + b"\0\0\0\0"
    records = b"".join(
        b"\xc0\x0c" + query[end:end + 4] + (60).to_bytes(4) + len(packed).to_bytes(2) + packed for packed in answers)
    server.sendto(head + query[12:end + 4] + records, client)
