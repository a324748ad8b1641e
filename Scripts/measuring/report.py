"""The table of figures, and every row behind them that came out wrong."""
import dataclasses
import pathlib
import textwrap

MOST_ROWS = 30
LINE = 140


@dataclasses.dataclass(frozen=True)
class Miss:
    """A row that came out wrong: the corpus's own name for it, what came out, and its text, which no page repeats."""

    row: str
    outcome: str = ""
    text: str = ""


@dataclasses.dataclass
class Figure:
    name: str
    share: float
    of: int
    bound: float | None = None
    at_most: bool = False
    wrong: list[Miss] = dataclasses.field(default_factory=list)
    note: str = ""

    @property
    def is_met(self) -> bool | None:
        if self.bound is None:
            return None
        return self.share <= self.bound if self.at_most else self.share >= self.bound

    @property
    def promise(self) -> str:
        if self.bound is None:
            return ""
        return f"{'≤' if self.at_most else '≥'} {self.bound:.0%}"


def printable(text: str) -> str:
    """A text on one line, without what a terminal or Markdown would act on."""
    line = "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text.replace("\n", "⏎"))
    return line.replace("`", "ˋ")


class Report:
    def __init__(self):
        self.figures: list[Figure] = []

    def add(self, name: str, wrong: list[Miss], of: int, bound: float | None = None, note: str = "") -> None:
        """A share of rows that came out right."""
        self.figures.append(Figure(name, 1 - len(wrong) / max(of, 1), of, bound, False, wrong, note))

    def add_share(self, name: str, hits: list[Miss], of: int, bound: float | None = None, note: str = "") -> None:
        """A share of rows that should be small."""
        self.figures.append(Figure(name, len(hits) / max(of, 1), of, bound, True, hits, note))

    def add_rate(self, name: str, count: int, of: int, note: str = "") -> None:
        """A share without a promise, whose rows another figure lists."""
        self.figures.append(Figure(name, count / max(of, 1), of, note=note))

    def table(self) -> str:
        lines = ["| what | measured | promised | rows | |", "|---|---|---|---|---|"]
        for figure in self.figures:
            state = {True: "", False: "**missed**", None: ""}[figure.is_met]
            lines.append(f"| {figure.name} | {figure.share:.2%} | {figure.promise} | {figure.of} | {state} {figure.note} |")
        return "\n".join(lines) + "\n"

    def misses(self) -> str:
        """Every row that came out wrong, by name; of many the first, with their number."""
        parts = []
        for figure in self.figures:
            if not figure.wrong:
                continue
            rows = [f"`{printable(miss.row)}`" + (f" ({printable(miss.outcome)})" if miss.outcome else "")
                    for miss in figure.wrong[:MOST_ROWS]]
            more = len(figure.wrong) - MOST_ROWS
            text = ", ".join(rows) + (f" and {more} more" if more > 0 else "")
            lines = textwrap.wrap(f"**{figure.name}** ({len(figure.wrong)}): {text}", LINE, break_long_words=False,
                                  break_on_hyphens=False)
            parts.append("\n".join(lines) + "\n")
        return "\n".join(parts)

    def write(self, folder: pathlib.Path) -> None:
        """Puts every row that came out wrong into a file for each figure, with its text."""
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob("*.txt"):
            old.unlink()
        for figure in filter(lambda figure: figure.wrong, self.figures):
            name = "".join(c if c.isalnum() else "-" for c in figure.name)
            rows = (f"{miss.row}\t{miss.outcome}\t{printable(miss.text)}\n" for miss in figure.wrong)
            (folder / f"{name}.txt").write_text("".join(rows))
