"""Paths, addresses and URLs."""
import os
import posixpath
import re
import urllib.parse

from . import corpora
from .gatehouse import PROJECT, Gatehouse
from .report import Miss, Report


def measure(gatehouse: Gatehouse, report: Report) -> None:
    traversal(gatehouse, report)
    normal_forms(gatehouse, report)
    urls(gatehouse, report)
    literals(gatehouse, report)
    internal(gatehouse, report)


def decodings(payload: str) -> set[str]:
    """What a path may be taken for: as it stands, and percent-decoded up to three times."""
    found, text = {payload}, payload
    for _ in range(3):
        text = urllib.parse.unquote(text, errors="replace")
        found.add(text)
    return found


def through_links(path: str) -> str:
    """The file that a path leads to where this machine has symbolic links; those of /proc differ by process."""
    if stream := re.fullmatch("/proc/self/fd/([012])", path):
        return f"/dev/std{('in', 'out', 'err')[int(stream[1])]}"
    path = re.sub("^/proc/self/cwd(?=/|$)", PROJECT, path)
    return path if path.startswith("/proc/") else os.path.realpath(path)


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
            if not inside and not {real, through_links(real)} & seen:
                wrong.append(Miss(row["id"], "", f"{row['payload']} -> {real}"))
                break
    report.add("path traversal: nothing reaches outside unseen", wrong, len(rows), 1.0)


def normal_forms(gatehouse: Gatehouse, report: Report) -> None:
    rows = [row for row in corpora.rows("path-traversal/normpath_cpython.jsonl")]
    answers = gatehouse.effects("path", [row["input"] for row in rows], cwd=PROJECT)
    wrong = []
    for row, answer in zip(rows, answers):
        # An absolute path with two slashes is one of its own to POSIX, and the same as with one to Linux.
        expected = posixpath.normpath(posixpath.join(PROJECT, row["normpath"])).replace("//", "/", 1)
        if answer.get("resolved") != expected:
            wrong.append(Miss(row["input"], f"{answer['resolved']}, not {expected}"))
    report.add("normal forms of paths", wrong, len(rows), 1.0)


def urls(gatehouse: Gatehouse, report: Report) -> None:
    """All cases of the URL standard's own tests, against the whole URL that browsers make of each."""
    wrong, of = [], 0
    for name in ("urltestdata.json", "ada_extra_urltestdata.json", "ada_long_urltestdata.json"):
        # No JSON of ours holds half a surrogate pair; U+FFFD is what readers of UTF-16 make of it.
        cases = [case for case in corpora.document(f"url-wpt/{name}") if isinstance(case, dict)]
        rows = [{"id": number, "input": whole(case["input"])} for number, case in enumerate(cases)]
        for row, case in zip(rows, cases):
            if case.get("base"):
                row["base"] = whole(case["base"])
        known = corpora.differences(f"WebURL/{name}.txt")
        for case, answer in zip(cases, gatehouse.ask(["analyze", "url"], rows)):
            expected = None if case.get("failure") else case["href"]
            if answer.get("resolved") != expected:
                wrong.append(Miss(f"{name} {answer['id']}", known.get(str(answer["id"]), ""), case["input"]))
        of += len(cases)
    report.add("URLs, as browsers read them", wrong, of, 0.99)


def whole(text: str) -> str:
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def literals(gatehouse: Gatehouse, report: Report) -> None:
    """Addresses in every spelling: the one address that it is, and whether the world can reach it."""
    rows = [row for row in corpora.rows("url-wpt/ip_literals.jsonl") if row["input"].startswith("http")]
    known = corpora.differences("EffectAnalysis/paths/ip-literal-differences.txt")
    answers = gatehouse.effects("url", [row["input"] for row in rows])
    wrong = []
    for row, answer in zip(rows, answers):
        expected = None if row["failure"] else row["hostname"].strip("[]")
        if answer.get("host") != expected:
            wrong.append(Miss(row["input"], f"{answer.get('host')}, not {expected}"))
        is_public = not row["failure"] and not row.get("not_globally_routable")
        if (answer["class"] == "public") != is_public and row["input"] not in known:
            wrong.append(Miss(row["input"], answer["class"]))
    report.add("address literals, as resolvers take them", wrong, len(rows), 1.0, justified(known))


def internal(gatehouse: Gatehouse, report: Report) -> None:
    """The class of every payload's host; the corpus has no labels, so that they are kept with our tests."""
    rows = corpora.rows("ssrf-payloads/payloads.jsonl")
    classes = corpora.labels("EffectAnalysis/paths/ssrf-classes.tsv")
    answers = gatehouse.effects("url", [row["url"] for row in rows])
    wrong = []
    for row, answer in zip(rows, answers):
        # What is no URL with a host, or one that nobody can resolve, has no class.
        expected = {"unknown": "invalid"}.get(classes[row["id"]], classes[row["id"]])
        if answer["class"] != expected:
            wrong.append(Miss(row["id"], f"{answer['class']}, not {expected}"))
    report.add("request forgery: hosts classed as resolvers deliver them", wrong, len(rows), 1.0)


def justified(known: dict[str, str]) -> str:
    return f"{len(known)} differ for a reason" if known else ""
