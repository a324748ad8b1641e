"""The programs that are measured, each started for a while on 127.0.0.1 and stopped again."""
import http.client
import os
import pathlib
import signal
import socket
import subprocess
import time

READY_SECONDS = 20
STOP_SECONDS = 20


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Service:
    """A child process that listens on a port; use it in a `with` statement."""

    def __init__(self, command: list[str], folder: pathlib.Path, probe: str):
        self.log = (folder / f"{pathlib.Path(command[0]).name}.log").open("ab")
        self.probe = probe
        started = time.monotonic()
        # The daemon reads its options from variables with this prefix, and takes others for mistakes.
        environment = {name: value for name, value in os.environ.items() if not name.startswith("GATEHOUSE_")}
        self.process = subprocess.Popen(command, stdout=self.log, stderr=self.log, env=environment)
        try:
            self.wait_until_ready(started)
        except BaseException:
            self.stop()
            raise

    def wait_until_ready(self, started: float):
        while time.monotonic() < started + READY_SECONDS:
            if self.process.poll() is not None:
                break
            try:
                if self.get(self.port, self.probe)[0] == 200:
                    self.ready_seconds = time.monotonic() - started
                    return
            except OSError:
                pass
            time.sleep(0.001)
        raise RuntimeError(f"{self.process.args[0]} is not ready; see {self.log.name}")

    @staticmethod
    def get(port: int, path: str, headers: dict[str, str] = {}) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        try:
            connection.request("GET", path, headers=headers)
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def megabytes(self) -> float:
        """The memory that the process holds, in 10⁶ bytes."""
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS:")) * 1024 / 1e6

    def cpu_seconds(self) -> float:
        """The processor time that the process and its children have used."""
        own = str(self.process.pid)
        children = pathlib.Path(f"/proc/{own}/task/{own}/children").read_text().split()
        ticks = 0
        for process in [own, *children]:
            fields = pathlib.Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.log.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()


class Gatehouse(Service):
    """The daemon, with anonymous callers and a log of its own."""

    def __init__(self, binary: pathlib.Path, policy: pathlib.Path, data: pathlib.Path, audit: str):
        self.port, self.admin_port = free_port(), free_port()
        self.data = data
        super().__init__(
            [str(binary), "serve", "--listen", f"127.0.0.1:{self.port}", "--admin-listen", f"127.0.0.1:{self.admin_port}",
             "--policy", str(policy), "--data", str(data), "--audit", audit, "--anonymous"],
            data.parent, "/readyz")

    def decide(self, action: bytes) -> bytes:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("POST", "/v1/decide", action, {"Content-Type": "application/json"})
            answer = connection.getresponse()
            body = answer.read()
        finally:
            connection.close()
        if answer.status != 200:
            raise RuntimeError(f"a decision was answered with {answer.status}: {body.decode()}")
        return body

    def metric(self, name: str) -> float:
        token = (self.data / "admin.token").read_text().strip()
        _, text = self.get(self.admin_port, "/metrics", {"Authorization": f"Bearer {token}"})
        for line in text.decode().splitlines():
            if line.startswith(name + " "):
                return float(line.split()[1])
        raise RuntimeError(f"the metric {name} is missing")


class Nginx(Service):
    """Debian's nginx, a worker a core, which answers every request with one constant JSON body."""

    CONFIGURATION = """
daemon off;
worker_processes auto;
pid {folder}/nginx.pid;
error_log {folder}/nginx-errors.log;
events {{ worker_connections 4096; }}
http {{
  access_log off;
  keepalive_requests 1000000000;
  client_body_temp_path {folder};
  proxy_temp_path {folder};
  fastcgi_temp_path {folder};
  uwsgi_temp_path {folder};
  scgi_temp_path {folder};
  server {{
    listen 127.0.0.1:{port} reuseport;
    location / {{ default_type application/json; return 200 '{body}'; }}
  }}
}}
"""

    def __init__(self, folder: pathlib.Path, body: bytes):
        self.port = free_port()
        # The reasons of decisions hold no quote or variable of nginx's language.
        constant = body.decode().translate({ord("'"): "-", ord("$"): "-", ord("\\"): "-"})
        path = folder / "nginx.conf"
        path.write_text(self.CONFIGURATION.format(folder=folder, port=self.port, body=constant))
        super().__init__(["nginx", "-c", str(path), "-e", str(folder / "nginx-errors.log")], folder, "/")
