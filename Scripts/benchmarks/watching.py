"""People at a busy service: requests that wait for them, and streams that they watch."""
import asyncio
import json
import selectors
import socket
import statistics
import threading
import time

from .services import Gatehouse

# An agent may have 20 requests waiting at once.
REQUESTS_PER_AGENT = 20


def token(service: Gatehouse) -> str:
    return (service.data / "admin.token").read_text().strip()


def head(method: str, path: str, port: int, more: str = "") -> bytes:
    return f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n{more}\r\n".encode()


async def ask(service: Gatehouse, requests: int, connections: int = 64) -> float:
    """Asks for approvals, each of another action; gives how many a second were answered that they wait."""
    numbers = iter(range(requests))

    async def client():
        reader, writer = await asyncio.open_connection("127.0.0.1", service.port)
        for number in numbers:
            action = {"agent": {"id": f"bot-{number // REQUESTS_PER_AGENT}"}, "session": "s", "tool": "refunds.create",
                      "args": {"amount": 6000 + number, "currency": "EUR", "order": f"ord_{100_000 + number}", "account": "acct/eu/7/main",
                               "reason": "damaged in transit"}}
            body = json.dumps(action).encode()
            writer.write(head("POST", "/v1/decide", service.port,
                              f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n") + body)
            answer = await content(reader)
            if "approval" not in answer:
                raise RuntimeError(f"an action did not wait for an approval: {answer}")
        writer.close()

    began = time.monotonic()
    await asyncio.gather(*(client() for _ in range(connections)))
    return requests / (time.monotonic() - began)


async def content(reader: asyncio.StreamReader) -> dict:
    fields = (await reader.readuntil(b"\r\n\r\n")).lower()
    length = int(fields.partition(b"content-length:")[2].split(b"\r\n")[0])
    return json.loads(await reader.readexactly(length))


def list_milliseconds(service: Gatehouse, times: int = 11) -> float:
    """How long the page waits for the list of what waits."""
    taken = []
    for _ in range(times):
        began = time.monotonic()
        status, body = service.get(service.admin_port, "/v1/approvals?limit=1000", {"Authorization": f"Bearer {token(service)}"})
        taken.append((time.monotonic() - began) * 1000)
        if status != 200 or len(json.loads(body)["approvals"]) != 1000:
            raise RuntimeError(f"the list of approvals was answered with {status}: {body[:200]!r}")
    return statistics.median(taken)


class Watcher:
    """One stream, whose rows are counted."""

    def __init__(self, service: Gatehouse):
        self.socket = socket.create_connection(("127.0.0.1", service.admin_port))
        self.socket.sendall(head("GET", "/v1/events?last=0", service.admin_port, f"Authorization: Bearer {token(service)}\r\n"))
        self.rest = b""
        self.frames = self.shown = self.left_out = 0
        self.first: int | None = None
        self.last: int | None = None
        self.length = 0

    def take(self, count: int = 1 << 18) -> int:
        """Reads what is there."""
        data = self.socket.recv(count)
        if not data:
            raise RuntimeError("a stream was ended")
        self.length += len(data)
        return self.parse(data)

    def parse(self, data: bytes) -> int:
        *events, self.rest = (self.rest + data).split(b"\n\n")
        for event in events:
            if b"event: rows\n" in event:
                self.count(json.loads(event.partition(b"data: ")[2].split(b"\n")[0]),
                           int(event.partition(b"id: ")[2].split(b"\n")[0]))
        return len(data)

    def count(self, frame: dict, last: int):
        self.frames += 1
        self.shown += len(frame["rows"])
        self.left_out += frame["left_out"]
        if self.first is None:
            self.first = last - len(frame["rows"]) - frame["left_out"]
        self.last = last

    @property
    def unexplained(self) -> int:
        """The records that were neither shown nor said to be left out."""
        return 0 if self.first is None else self.last - self.first - self.shown - self.left_out


class Crowd:
    """Many streams, most of which are only read, by a thread of their own."""

    def __init__(self, service: Gatehouse, streams: int):
        self.quick, self.slow = Watcher(service), Watcher(service)
        self.sockets = [Watcher(service).socket for _ in range(streams - 2)]
        self.bytes = 0
        self.is_over = False
        self.reader = threading.Thread(target=self.read)

    def read(self):
        selector = selectors.DefaultSelector()
        for stream in [*self.sockets, self.quick.socket]:
            selector.register(stream, selectors.EVENT_READ)
        buffer = bytearray(1 << 18)
        while not self.is_over:
            for key, _ in selector.select(0.5):
                count = key.fileobj.recv_into(buffer)
                if count == 0:
                    raise RuntimeError("a stream was ended")
                self.bytes += count
                if key.fileobj is self.quick.socket:
                    self.quick.parse(bytes(buffer[:count]))
        selector.close()

    def __enter__(self):
        self.reader.start()
        return self

    def __exit__(self, *_):
        self.is_over = True
        self.reader.join()
        for stream in self.sockets + [self.quick.socket, self.slow.socket]:
            stream.close()

    def let_the_slow_one_read(self, seconds: float):
        """Reads what the slow one was sent while it looked away."""
        self.slow.socket.settimeout(0.3)
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                self.slow.take()
            except TimeoutError:
                pass
