"""Paths, addresses and URLs."""
import json
import posixpath
import urllib.parse

from . import corpora
from .gatehouse import PROJECT, Gatehouse
from .report import Report


def measure(gatehouse: Gatehouse, report: Report) -> None:
    traversal(gatehouse, report)
    normal_forms(gatehouse, report)
    literals(gatehouse, report)
    internal(gatehouse, report)


def decodings(payload: str) -> set[str]:
    """What a path may be taken for: as it stands, and percent-decoded up to three times."""
    found, text = {payload}, payload
    for _ in range(3):
        text = urllib.parse.unquote(text, errors="replace")
        found.add(text)
    return found


def traversal(gatehouse: Gatehouse, report: Report) -> None:
    rows = corpora.rows("path-traversal/payloads.jsonl")
    answers = gatehouse.effects("path", [row["payload"] for row in rows], cwd=PROJECT, home="/home/ann")
    wrong = []
    for row, answer in zip(rows, answers):
        targets = [effect["target"] for effect in answer["effects"]]
        if any("unknown" in target for target in targets):
            continue
        seen = {target.get("exact") or target.get("tree") or target.get("glob") for target in targets}
        for text in decodings(row["payload"]):
            if "\0" in text:
                continue
            real = posixpath.normpath(posixpath.join(PROJECT, text)).replace("//", "/", 1)
            inside = real == PROJECT or real.startswith(PROJECT + "/")
            if not inside and real not in seen:
                wrong.append(f"{row['payload']} -> {real}")
                break
    report.add("path traversal: nothing reaches outside unseen", wrong, len(rows), 1.0)


def normal_forms(gatehouse: Gatehouse, report: Report) -> None:
    rows = [row for row in corpora.rows("path-traversal/normpath_cpython.jsonl")]
    answers = gatehouse.effects("path", [row["input"] for row in rows], cwd=PROJECT)
    wrong = []
    for row, answer in zip(rows, answers):
        # An absolute path with two slashes is one of its own to POSIX, and the same as with one to Linux.
        expected = posixpath.normpath(posixpath.join(PROJECT, row["normpath"])).replace("//", "/", 1)
        if answer["resolved"] != expected:
            wrong.append(f"{row['input']} -> {answer['resolved']}, not {expected}")
    report.add("normal forms of paths", wrong, len(rows), 1.0)


def literals(gatehouse: Gatehouse, report: Report) -> None:
    rows = [row for row in corpora.rows("url-wpt/ip_literals.jsonl") if row["input"].startswith(("http", "non-"))]
    answers = gatehouse.effects("url", [row["input"] for row in rows])
    wrong = []
    for row, answer in zip(rows, answers):
        if row["input"].startswith("non-special"):
            continue
        expected = None if row["failure"] else row["hostname"].strip("[]")
        if answer.get("host") != expected:
            wrong.append(f"{row['input']} -> {answer.get('host')}, not {expected}")
    report.add("address literals, as resolvers take them", wrong, len(rows), 1.0)


def internal(gatehouse: Gatehouse, report: Report) -> None:
    rows = [row for row in corpora.rows("ssrf-payloads/payloads.jsonl") if row.get("equals") and row.get("url")]
    answers = gatehouse.effects("url", [row["url"] for row in rows])
    wrong = []
    for row, answer in zip(rows, answers):
        if answer["class"] == "public":
            wrong.append(f"{row['url']} -> {json.dumps(answer.get('host'))}, equals {row['equals']}")
    report.add("request forgery: internal targets are not public", wrong, len(rows), 1.0)
