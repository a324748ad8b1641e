"""Reads the outside corpora."""
import base64
import json
import os
import pathlib

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
FOLDER = pathlib.Path(os.environ.get("GATEHOUSE_CORPORA", ROOT.parent / "shared" / "corpora"))


def rows(path: str) -> list[dict]:
    with open(FOLDER / path, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def document(path: str):
    return json.loads((FOLDER / path).read_text(encoding="utf-8"))


def text(row: dict, member: str) -> str:
    """A text that may be kept in base64."""
    if member in row:
        return row[member]
    return base64.b64decode(row[member + "_b64"]).decode("utf-8", "replace")


def valid(all_rows: list[dict]) -> list[dict]:
    """The rows that bash itself takes."""
    return [row for row in all_rows if row.get("bash_n_ok", True)]


def differences(path: str) -> dict[str, str]:
    """The rows that are judged otherwise on purpose, and why: lines of `id  reason`, kept with our tests."""
    return dict(line.split("  ", 1) for line in fixture(path))


def labels(path: str) -> dict[str, str]:
    return dict(line.split("\t", 1) for line in fixture(path))


def fixture(path: str) -> list[str]:
    lines = (ROOT / "Tests" / "Fixtures" / path).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]
