#!/usr/bin/env python3
"""Trains the linear model that tells texts aimed at a model from ordinary ones, and writes its table.

usage: train.py CORPUS TABLE [--evaluate]

CORPUS is a file of JSON lines with `text`, `label` (1, 0 or null), `source`, `license` and `dup_group`. Rows under MIT
and Apache-2.0 with a label are used, others left out. A fifth of the groups of near-duplicates is never trained on: it
chooses the threshold, and `Scripts/accuracy` measures the shipped table on it. `--evaluate` prints the recall there, per
source. Python's standard library is all it needs; a run takes some minutes and always gives the same table.

The features have to be those of Sources/ContentInspection/Injection/InjectionModel.swift, byte for byte.
"""
import array
import collections
import json
import math
import pathlib
import random
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
sys.dont_write_bytecode = True

from measuring.split import trains  # noqa: E402

BUCKETS = 1 << 16
WINDOW = 24  # words
STRIDE = 12
LONGEST_WORD = 24  # bytes
STEM = 5
EPOCHS = 14
ROUNDS = 3
MASK = (1 << 64) - 1
FNV_START = 0xCBF29CE484222325
FNV_PRIME = 0x100000001B3
MIX = 0x9E3779B97F4A7C15
# The share of harmless texts that the model alone may take for attacks: with the phrases beside it, it stays under 1 %.
FALSE_POSITIVES = 0.004


def bucket(key):
    return ((key ^ (key >> 29)) * MIX & MASK) >> 48


def words(text):
    """The words of a text as pairs of keys: of the word, and of its beginning."""
    current, length, key, stem = False, 0, FNV_START, 0
    for byte in text.encode("utf-8", "replace"):
        if 0x41 <= byte <= 0x5A:
            byte |= 0x20
        if byte >= 0x80 or 0x61 <= byte <= 0x7A or 0x30 <= byte <= 0x39:
            if length == LONGEST_WORD:
                yield key, stem
                length, key = 0, FNV_START
            key = (key ^ byte) * FNV_PRIME & MASK
            length += 1
            if length == STEM:
                stem = key
            elif length < STEM:
                stem = 0
        elif length:
            yield key, stem
            length, key = 0, FNV_START
    if length:
        yield key, stem


def features(text):
    """The buckets of each word: the word, its beginning, and the pairs it makes with the two before it."""
    last, before = 1, 1
    for key, stem in words(text):
        found = [bucket(key), bucket(last * 31 + key & MASK), bucket(before * 37 + key & MASK)]
        if stem:
            found.append(bucket(stem + 1 & MASK))
        yield found
        last, before = key, last


def windows(text):
    rows = list(features(text))
    if not rows:
        return []
    starts = range(0, max(1, len(rows) - STRIDE), STRIDE)
    return [
        (array.array("H", [b for row in rows[start : start + WINDOW] for b in row]),
         1 / math.sqrt(min(WINDOW, len(rows) - start)))
        for start in starts
    ]


class Model:
    def __init__(self):
        self.weights = [0.0] * BUCKETS
        self.squares = [1e-2] * BUCKETS
        self.bias = -2.0

    def score(self, window):
        ids, scale = window
        weights = self.weights
        return self.bias + scale * sum([weights[i] for i in ids])

    def learn(self, window, label, importance):
        z = max(-30.0, min(30.0, self.score(window)))
        error = (1 / (1 + math.exp(-z)) - label) * importance
        if abs(error) < 1e-3:
            return
        ids, scale = window
        step = error * scale
        weights, squares = self.weights, self.squares
        for i in ids:
            gradient = step + 2e-4 * weights[i]
            squares[i] += gradient * gradient
            weights[i] -= 0.12 * gradient / math.sqrt(squares[i])
        self.bias -= 0.01 * error


def train(rows):
    sizes = collections.Counter(row["source"] for row in rows)
    labels = collections.Counter()
    for row in rows:
        row["importance"] = sizes[row["source"]] ** -0.35
        labels[row["label"]] += row["importance"]
    for row in rows:
        row["importance"] *= len(rows) / 2 / labels[row["label"]] * (1.0 if row["label"] else 1.6)
    model = Model()
    order = random.Random(20261121)
    for turn in range(ROUNDS):
        examples = []
        for row in rows:
            if row["label"] == 0:
                share = row["importance"] / len(row["windows"]) ** 0.3
                examples += [(window, 0, share) for window in row["windows"]]
            elif turn == 0:
                share = row["importance"] / len(row["windows"])
                examples += [(window, 1, share) for window in row["windows"]]
            else:
                # Of a long text only its most telling parts are taken to speak to the model.
                ranked = sorted(row["windows"], key=model.score, reverse=True)
                examples += [(window, 1, row["importance"]) for window in ranked[: 1 + len(ranked) // 6]]
        for _ in range(EPOCHS if turn == ROUNDS - 1 else 3):
            order.shuffle(examples)
            for example in examples:
                model.learn(*example)
    return model


def quantise(model):
    """Eight-bit weights; the scale is chosen so that few are cut off."""
    largest = sorted(abs(w) for w in model.weights)[-60]
    scale = 127 / largest
    model.weights = [max(-127, min(127, round(w * scale))) for w in model.weights]
    return scale


def whole(model, row):
    """The integer score of a text, as the inspector computes it: its worst window, 256 times the sum over the root."""
    return max((int(256 * scale * sum(model.weights[i] for i in ids)) for ids, scale in row["windows"]), default=-(1 << 20))


def threshold(model, rows, rate):
    scores = sorted((whole(model, row) for row in rows if row["label"] == 0), reverse=True)
    return scores[int(len(scores) * rate)] + 1


def main():
    corpus, table = sys.argv[1:3]
    rows = []
    for line in open(corpus, encoding="utf-8"):
        row = json.loads(line)
        row["windows"] = windows(row["text"]) if row["label"] is not None else []
        if row["windows"]:
            rows.append(row)
    model = train([row for row in rows if trains(row)])
    quantise(model)
    held = [row for row in rows if not trains(row)]
    limit = threshold(model, held, FALSE_POSITIVES)
    if "--evaluate" in sys.argv:
        tally = collections.defaultdict(lambda: [0, 0])
        for row in held:
            hit = whole(model, row) >= limit
            for name in (row["source"], "all"):
                tally[name, row["label"]][0] += hit
                tally[name, row["label"]][1] += 1
        for (source, label), (hits, count) in sorted(tally.items()):
            print(f"{source:40} label {label}: {hits:4} of {count:4} = {hits / count:.3f}")
    print("threshold", limit, "nonzero", sum(1 for w in model.weights if w))
    with open(table, "wb") as out:
        out.write(limit.to_bytes(4, "big", signed=True))
        out.write(bytes(w & 0xFF for w in model.weights))


main()
