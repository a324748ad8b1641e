"""An HTTP proxy for tests: every name is this machine, credentials are required, and what it is asked for is printed."""
import asyncio
import itertools

numbers = itertools.count(1)


async def relay(reader, writer):
    while data := await reader.read(65536):
        writer.write(data)
        await writer.drain()
    writer.close()


async def serve(reader, writer):
    print("connection", next(numbers))
    while True:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
        except asyncio.IncompleteReadError:
            return writer.close()
        line = head.split("\r\n")[0]
        print(line)
        if "proxy-authorization: Basic dXNlcjpzZWNyZXQ=" not in head:
            writer.write(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")
            continue
        method, target, _ = line.split(" ")
        authority = target if method == "CONNECT" else target.split("/")[2]
        there, back = await asyncio.open_connection("127.0.0.1", int(authority.rsplit(":", 1)[1]))
        if method == "CONNECT":
            writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
            await asyncio.gather(relay(reader, back), relay(there, writer))
            return
        path = "/" + target.split("/", 3)[3]
        kept = [text for text in head.split("\r\n")[1:-2] if not text.startswith("proxy-")]
        back.write("\r\n".join([f"{method} {path} HTTP/1.1", *kept, "connection: close", "", ""]).encode())
        answer = await there.read()
        # The answer ends the connection to the server, not that of the client.
        writer.write(answer.replace(b"connection: close\r\n", b""))


async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    print("port", server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


asyncio.run(main())
