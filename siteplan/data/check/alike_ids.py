"""Ids that people take for one: they differ by case, by what nobody sees, or by letters that look alike."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

import pandas as pd

from siteplan.data.tables.cells import as_id, untidy
from siteplan.data.tables.columns import TableSpec
from siteplan.errors import N_, Note

__all__ = ["look_alike_notes"]

# Letters of Cyrillic and Greek in use that look like Latin ones, after Unicode's table of confusables (UTS 39).
CONFUSABLE = str.maketrans(
    "АВЕКМНОРСТУХаеорсухіјѕԁһԛԝАΑΒΕΖΗΙΚΜΝΟΡΤΥΧοαινρυ－–—‐‑−０１２３４５６７８９",
    "ABEKMHOPCTYXaeopcyxijsdhqwAABEZHIKMNOPTYXoaivpu------0123456789",
)
NUMBER = re.compile(r"\d{1,15}(\.\d{1,15})?(e\d{1,2})?")  # 007 and 7, 1e5 and 100000: a program takes them for one


def look_alike_notes(raw: pd.DataFrame, spec: TableSpec, table: str) -> Iterator[Note]:
    """Yield notes on ids that were tidied, and on different ids that look alike."""
    keys = [c.name for c in spec.columns if c.kind == "id" and c.name in raw]
    for key in keys:
        rows = untidy(raw[key])
        if rows.any():
            ids = tuple(dict.fromkeys(as_id(raw.loc[rows, key])))
            text = N_("spaces or invisible characters in ids were removed in {n:,} rows")
            yield Note(table, text, key, ids, {"n": int(rows.sum())})
        yield from _alike(as_id(raw[key]), key, table)


def _alike(ids: pd.Series, key: str, table: str) -> Iterator[Note]:
    known = pd.Series(ids.unique(), dtype=object)
    seen = known.map(_skeleton)
    pairs = known[seen.duplicated(keep=False)]
    groups = ["/".join(some) for _, some in pairs.groupby(seen)]
    if groups:
        text = N_("different ids look alike; if they mean the same thing, write them alike")
        yield Note(table, text, key, tuple(groups))


def _skeleton(id_: str) -> str:
    """Return what an id looks like to people."""
    plain = "".join(unicodedata.normalize("NFKC", id_).translate(CONFUSABLE).casefold().split())
    return f"{float(plain):.17g}" if NUMBER.fullmatch(plain) else plain
