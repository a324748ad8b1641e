"""Credentials and injections."""
import collections

from . import corpora
from .gatehouse import Gatehouse
from .report import Miss, Report
from .split import trains


def measure(gatehouse: Gatehouse, report: Report) -> None:
    credentials(gatehouse, report)
    injection(gatehouse, report)


def kinds(gatehouse: Gatehouse, texts: list[str]) -> list[set[str]]:
    rows = [{"id": number, "text": text} for number, text in enumerate(texts)]
    return [{finding["kind"] for finding in answer["findings"]} for answer in gatehouse.ask(["inspect"], rows)]


def credentials(gatehouse: Gatehouse, report: Report) -> None:
    cases = corpora.rows("secrets-gitleaks/cases.jsonl")
    positives = [row for row in cases if row["label"] == 1]
    negatives = [row for row in cases if row["label"] == 0 and not row.get("other_rules_matching")]
    clean = corpora.rows("secrets-negatives/cases.jsonl")
    found = kinds(gatehouse, [corpora.text(row, "text") for row in positives])
    missed = [Miss(row["id"]) for row, kind in zip(positives, found) if "credential" not in kind]
    report.add("credentials: recall", missed, len(positives), 0.95)
    by_rule = collections.Counter(row["rule"] for row in positives)
    lost = collections.Counter(row["rule"] for row, kind in zip(positives, found) if "credential" not in kind)
    poor = [Miss(rule, f"{lost[rule]} of {count} missed") for rule, count in by_rule.items() if lost[rule] > 0.05 * count]
    report.add("credentials: rules with a recall of 95 % or more", poor, len(by_rule))
    others = negatives + clean
    answers = kinds(gatehouse, [corpora.text(row, "text") for row in others])
    false = [Miss(row["id"]) for row, kind in zip(others, answers) if "credential" in kind]
    hits = len(positives) - len(missed)
    report.add("credentials: precision", false, hits + len(false), 0.95)


def injection(gatehouse: Gatehouse, report: Report) -> None:
    """Recall on texts that the model was never shown, and beside it on those it was trained on, which says little."""
    rows = [row for row in corpora.rows("prompt-injection/all.jsonl") if row["label"] in (0, 1)]
    found = kinds(gatehouse, [row["text"] for row in rows])
    flagged = [bool(kind & {"prompt_injection", "hidden_text"}) for kind in found]
    unseen = [(row, hit) for row, hit in zip(rows, flagged) if not trains(row)]
    harmless = [(row, hit) for row, hit in unseen if row["label"] == 0]
    false = [Miss(row["id"], row["source"]) for row, hit in harmless if hit]
    report.add_share("injection: harmless texts taken for one", false, len(harmless), 0.01)
    rate(report, "injection: recall", unseen, 1)
    for source, label in sorted({(row["source"], row["label"]) for row, _ in unseen}):
        of_source = [(row, hit) for row, hit in unseen if (row["source"], row["label"]) == (source, label)]
        if label == 0:
            rate(report, f"injection: taken for one, {source}", of_source, 0)
        else:
            missed = [Miss(row["id"]) for row, hit in of_source if not hit]
            report.add(f"injection: recall, {source}", missed, len(of_source))
    trained = [(row, hit) for row, hit in zip(rows, flagged) if trains(row)]
    rate(report, "injection: recall on the rows of the training", trained, 1)


def rate(report: Report, name: str, rows: list[tuple[dict, bool]], label: int) -> None:
    """The share of the rows with a label that are taken for injections."""
    hits = [hit for row, hit in rows if row["label"] == label]
    report.add_rate(name, sum(hits), len(hits))
