"""The figures of one run, each beside what was promised."""
import dataclasses
import datetime
import pathlib
import platform
import subprocess

BEGIN, END = "<!-- figures -->", "<!-- end of figures -->"


@dataclasses.dataclass
class Figure:
    name: str
    value: str
    target: str
    holds: bool | None

    @property
    def verdict(self) -> str:
        return {True: "ok", False: "miss", None: "–"}[self.holds]


class Table:
    """Collects figures and shows each at once, so that a run which is cut short has said something."""

    def __init__(self):
        self.figures: list[Figure] = []

    def _add(self, figure: Figure):
        self.figures.append(figure)
        print(f"{figure.name:<58} {figure.value:<34} {figure.target:<12} {figure.verdict}", flush=True)

    def at_most(self, name: str, value: float, limit: float, unit: str = "", note: str = ""):
        self._add(Figure(name, f"{shown(value, unit)}{note}", f"≤ {shown(limit, unit)}", value <= limit))

    def at_least(self, name: str, value: float, limit: float, unit: str = "", note: str = ""):
        self._add(Figure(name, f"{shown(value, unit)}{note}", f"≥ {shown(limit, unit)}", value >= limit))

    def say(self, name: str, value: str):
        self._add(Figure(name, value, "", None))

    @property
    def missed(self) -> int:
        return sum(figure.holds is False for figure in self.figures)

    def write(self, path: pathlib.Path):
        """Puts the table in the place of the one that the document holds."""
        rows = [f"| {f.name} | {f.value} | {f.target} | {f.verdict} |" for f in self.figures]
        lines = [BEGIN, f"Measured {datetime.date.today()} on {machine()}.", "", "| figure | value | target | |", "|---|---|---|---|",
                 *rows, END]
        text = path.read_text()
        before, rest = text.split(BEGIN)
        path.write_text(before + "\n".join(lines) + rest.split(END)[1])


def shown(value: float, unit: str) -> str:
    """Three digits are all that a measurement like these tells."""
    text = f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
    return f"{text} {unit}".rstrip()


def machine() -> str:
    information = pathlib.Path("/proc/cpuinfo").read_text().splitlines()
    names = [line.split(":")[1].strip() for line in information if line.startswith("model name")]
    memory = int(pathlib.Path("/proc/meminfo").read_text().split()[1]) / 1e6
    commit = subprocess.run(["git", "describe", "--always", "--dirty"], capture_output=True, text=True,
                            cwd=pathlib.Path(__file__).parent).stdout.strip()
    return f"{len(names)} cores of {names[0]}, {memory:.0f} GB, Linux {platform.release()}, at commit {commit}"
