"""The table of figures, and every row behind them that came out wrong."""
import dataclasses

LONGEST_ROW = 160
MOST_ROWS = 60


@dataclasses.dataclass
class Figure:
    name: str
    share: float
    of: int
    bound: float | None = None
    at_most: bool = False
    wrong: list[str] = dataclasses.field(default_factory=list)
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


def shown(text: str) -> str:
    """A row on one line, without what a terminal or Markdown would act on."""
    line = "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text.replace("\n", "⏎"))
    return line[:LONGEST_ROW].replace("`", "ˋ")


class Report:
    def __init__(self):
        self.figures: list[Figure] = []

    def add(self, name: str, wrong: list[str], of: int, bound: float | None = None, note: str = "") -> None:
        """A share of rows that came out right."""
        self.figures.append(Figure(name, 1 - len(wrong) / max(of, 1), of, bound, False, wrong, note))

    def add_share(self, name: str, hits: list[str], of: int, bound: float | None = None, note: str = "") -> None:
        """A share of rows that should be small."""
        self.figures.append(Figure(name, len(hits) / max(of, 1), of, bound, True, hits, note))

    def table(self) -> str:
        lines = ["| what | measured | promised | rows | |", "|---|---|---|---|---|"]
        for figure in self.figures:
            state = {True: "", False: "**missed**", None: ""}[figure.is_met]
            lines.append(f"| {figure.name} | {figure.share:.2%} | {figure.promise} | {figure.of} | {state} {figure.note} |")
        return "\n".join(lines) + "\n"

    def misses(self) -> str:
        """Every miss and false hit; of very many the first, with their number."""
        parts = []
        for figure in self.figures:
            if not figure.wrong:
                continue
            parts.append(f"### {figure.name}: {len(figure.wrong)}\n")
            parts += [f"- `{shown(row)}`" for row in figure.wrong[:MOST_ROWS]]
            if len(figure.wrong) > MOST_ROWS:
                parts.append(f"- … and {len(figure.wrong) - MOST_ROWS} more, which `make accuracy` writes to "
                             "`.build/accuracy/`")
            parts.append("")
        return "\n".join(parts)
