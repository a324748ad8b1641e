"""The programs that measure: wrk, and our own `bench`."""
import os
import pathlib
import re
import subprocess

from .services import Service

THREADS = 2
CONNECTIONS = 64

SCRIPT = """
wrk.method = "POST"
wrk.path = "/v1/decide"
wrk.headers["Content-Type"] = "application/json"
wrk.body = [==[{action}]==]
"""


class Wrk:
    """Sends one action over and over, on 64 connections that are kept alive."""

    def __init__(self, folder: pathlib.Path, action: bytes):
        self.script = folder / "decide.lua"
        self.script.write_text(SCRIPT.format(action=action.decode()))
        # Processor seconds and answers of each service, by its port.
        self.spent: dict[int, tuple[float, float]] = {}

    def rate(self, service: Service, seconds: float) -> float:
        """Gives the answers a second; every one of them has to be a 200."""
        command = ["wrk", f"-t{THREADS}", f"-c{CONNECTIONS}", f"-d{seconds:.0f}s", "-s", str(self.script),
                   f"http://127.0.0.1:{service.port}"]
        # What the run before has left to be written would be waited for by the syncs of this one.
        os.sync()
        before = service.cpu_seconds()
        output = subprocess.run(command, check=True, capture_output=True, text=True, timeout=seconds + 60).stdout
        used = service.cpu_seconds() - before
        if "Non-2xx" in output or "Socket errors" in output:
            raise RuntimeError(f"not every request was answered with 200:\n{output}")
        answers = float(re.search(r"(\d+) requests in", output)[1])
        seconds_before, answers_before = self.spent.get(service.port, (0, 0))
        self.spent[service.port] = (seconds_before + used, answers_before + answers)
        return float(re.search(r"Requests/sec:\s*([\d.]+)", output)[1])

    def cpu_microseconds(self, service: Service) -> float:
        """The processor time that an answer of the service took, over all runs so far."""
        seconds, answers = self.spent[service.port]
        return seconds / answers * 1e6


class Bench:
    """Runs a benchmark program and reads its figures."""

    def __init__(self, binary: pathlib.Path):
        self.binary = binary

    def __call__(self, *arguments: object, text: str = "", within: float = 120) -> dict[str, float]:
        result = subprocess.run([str(self.binary), *map(str, arguments)], input=text, capture_output=True, text=True,
                                timeout=within)
        if result.returncode != 0:
            raise RuntimeError(result.stdout + result.stderr)
        return {name: float(value) for name, value in (line.split() for line in result.stdout.splitlines())}

    def text(self, *arguments: object) -> str:
        command = [str(self.binary), *map(str, arguments)]
        return subprocess.run(command, check=True, capture_output=True, text=True, timeout=60).stdout
