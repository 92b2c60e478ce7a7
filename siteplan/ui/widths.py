"""How wide a column must be for what stands in it: left alone, the grid looks at the first few rows only."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from math import ceil, log10
from typing import Any
from unicodedata import east_asian_width

import pandas as pd

__all__ = ["fit", "fitted", "pixels"]

_EDGES, _MOST = 22, 480  # pixels of both edges of a cell, and of a column at most
# Pixels of letters in the widest font that browsers fall back to (DejaVu Sans, 14 px); in others they are narrower.
_NARROW, _USUAL, _CAPITAL, _WIDE = 5.6, 8.6, 10.6, 14.2


def fitted(
    table: pd.DataFrame, columns: Mapping[str, Any] | None = None, wraps: Mapping[str, int] | None = None
) -> dict[str, Any]:
    """Return the configuration of a table's columns with a width for each that has none.

    A column of `wraps` is so many pixels wide at most: its rows are high enough for a second line.

    A column too narrow cuts its figures, and a figure that is cut reads as another: "120 m" as "20 m".
    """
    given = dict(columns or {})
    for name in table.columns:
        column = given.get(name, {})
        if column is not None and column.get("width") is None:
            title = column.get("label") or str(name)
            texts = _told(table[name], column.get("type_config") or {})
            most = max((wraps or {}).get(str(name), _MOST), fit([title]))
            given[name] = {**column, "width": fit([title, *texts], most)}
    return given


def fit(texts: Iterable[str], most: int = _MOST) -> int:
    """Return pixels for a column of texts, so many at most."""
    return min(ceil(max(map(pixels, texts))) + _EDGES, most)


def pixels(text: str) -> float:
    """Return how wide a text is, at most."""
    return sum(map(_pixels_of, text))


def _pixels_of(letter: str) -> float:
    if east_asian_width(letter) in "WF" or letter in "mwMW%@":
        return _WIDE
    if letter in "ijlt.,:;'|()[]/ -·–fr":
        return _NARROW
    return _CAPITAL if letter.isupper() else _USUAL


def _told(values: pd.Series, config: Mapping[str, Any]) -> list[str]:
    """Return the widest of what a column shows: its least and its largest number, or its texts."""
    if not pd.api.types.is_numeric_dtype(values):
        return [str(value) for value in values]
    known, pattern = values.dropna(), str(config.get("format"))
    unit = " %" if pattern.endswith("%%") else ""  # as wide as it is anywhere
    return [f"{x:,.{_decimals(pattern, config.get('step'))}f}{unit}" for x in (known.min(), known.max()) if len(known)]


def _decimals(pattern: str, step: float | None) -> int:
    """Return how many digits a column shows after the point."""
    if found := re.search(r"\.(\d)f", pattern):
        return int(found[1])
    return 1 if step is None else max(0, -round(log10(step)))
