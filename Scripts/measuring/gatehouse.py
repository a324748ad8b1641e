"""Asks the binary about many rows at once."""
import json
import pathlib
import subprocess

PROJECT = "/home/ann/project"
SCENE = {"cwd": f"{PROJECT}/src", "home": "/home/ann"}


class Gatehouse:
    """The release binary, and the answers that it gives line by line."""

    def __init__(self, binary: pathlib.Path, root: pathlib.Path):
        self.binary = binary
        self.root = root

    def ask(self, arguments: list[str], rows: list[dict]) -> list[dict]:
        """Answers of a command that takes and gives JSON lines, one a row."""
        text = "".join(json.dumps(row) + "\n" for row in rows)
        done = subprocess.run([self.binary, *arguments], input=text, text=True, capture_output=True)
        answers = [json.loads(line) for line in done.stdout.splitlines()]
        if len(answers) != len(rows):
            raise SystemExit(f"{arguments}: {len(answers)} answers to {len(rows)} rows: {done.stderr[-500:]}")
        for answer, row in zip(answers, rows):
            if "error" in answer:
                raise SystemExit(f"{arguments}: {answer['error']}: {row}")
        return answers

    def effects(self, subject: str, inputs: list[str], **circumstances) -> list[dict]:
        rows = [{"id": number, "input": text} | circumstances for number, text in enumerate(inputs)]
        return self.ask(["analyze", subject], rows)

    def decide_shell(self, policy: str, commands: list[str]) -> list[dict]:
        actions = [{"tool": "shell.exec", "args": {"command": text}, "context": SCENE} for text in commands]
        return self.decide(self.root / "policies" / policy, actions)

    def decide(self, policy: pathlib.Path, actions: list[dict]) -> list[dict]:
        return self.ask(["decide", "--policy", str(policy), "--project", PROJECT, "--jsonl"], actions)
