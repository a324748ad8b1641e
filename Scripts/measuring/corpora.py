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
