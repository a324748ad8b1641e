"""Credentials and injections."""
import collections

from . import corpora
from .gatehouse import Gatehouse
from .report import Report
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
    missed = [row["rule"] for row, kind in zip(positives, found) if "credential" not in kind]
    report.add("credentials: recall", missed, len(positives), 0.95)
    others = [corpora.text(row, "text") for row in negatives + clean]
    false = [text for text, kind in zip(others, kinds(gatehouse, others)) if "credential" in kind]
    hits = len(positives) - len(missed)
    precision = hits / max(hits + len(false), 1)
    report.add("credentials: precision", false, round(len(false) / max(1 - precision, 1e-9)) or 1, 0.95)


def injection(gatehouse: Gatehouse, report: Report) -> None:
    """Recall on texts that the model was never shown, and beside it on those it was trained on, which says little."""
    rows = [row for row in corpora.rows("prompt-injection/all.jsonl") if row["label"] in (0, 1)]
    found = kinds(gatehouse, [row["text"] for row in rows])
    flagged = [bool(kind & {"prompt_injection", "hidden_text"}) for kind in found]
    unseen = [(row, hit) for row, hit in zip(rows, flagged) if not trains(row)]
    harmless = [(row, hit) for row, hit in unseen if row["label"] == 0]
    false = [f"{row['source']}: {row['id']}" for row, hit in harmless if hit]
    report.add_share("injection: harmless texts taken for one", false, len(harmless), 0.01)
    attacks = [(row, hit) for row, hit in unseen if row["label"] == 1]
    recall(report, "injection: recall", attacks)
    for source, label in sorted({(row["source"], row["label"]) for row, _ in unseen}):
        of_source = [(row, hit) for row, hit in unseen if (row["source"], row["label"]) == (source, label)]
        if label == 1:
            recall(report, f"injection: recall, {source}", of_source)
        else:
            false = [row["id"] for row, hit in of_source if hit]
            report.add_share(f"injection: taken for one, {source}", false, len(of_source))
    trained = [(row, hit) for row, hit in zip(rows, flagged) if trains(row)]
    recall(report, "injection: recall on rows of the training", [pair for pair in trained if pair[0]["label"] == 1])


def recall(report: Report, name: str, rows: list[tuple[dict, bool]]) -> None:
    report.add(name, [row["id"] for row, hit in rows if not hit], len(rows))
