"""Which rows of the corpus of injections train the model, and which only measure it."""
import zlib

PERMITTED = ("MIT", "Apache-2.0")


def may_train(row: dict) -> bool:
    """Whether the licence of a row permits that weights are made of it."""
    terms = row["license"]
    return terms.startswith(PERMITTED) and "ODC" not in terms and "Lakera" not in terms


def is_held_out(row: dict) -> bool:
    """Whether a row belongs to the fifth of the groups of near-duplicates that is kept for measuring."""
    return zlib.crc32(str(row["dup_group"]).encode()) % 5 == 0


def trains(row: dict) -> bool:
    return may_train(row) and not is_held_out(row)
