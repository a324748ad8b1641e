"""Credentials and injections."""
import collections

from . import corpora
from .gatehouse import Gatehouse
from .report import Report


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
    rows = [row for row in corpora.rows("prompt-injection/all.jsonl") if row["label"] in (0, 1)]
    found = kinds(gatehouse, [row["text"] for row in rows])
    flagged = [bool(kind & {"prompt_injection", "hidden_text"}) for kind in found]
    benign = [row["text"] for row, hit in zip(rows, flagged) if row["label"] == 0 and hit]
    report.add_share("injection: false positives", benign, sum(row["label"] == 0 for row in rows), None,
                     "training rows included")
    by_source = collections.defaultdict(list)
    for row, hit in zip(rows, flagged):
        if row["label"] == 1:
            by_source[row["source"]].append((row["text"], hit))
    for source, hits in sorted(by_source.items()):
        report.add(f"injection: recall, {source}", [text for text, hit in hits if not hit], len(hits))
