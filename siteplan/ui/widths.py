"""How wide a column must be for what stands in it: left alone, the grid looks at the first few rows only."""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil
from typing import Any
from unicodedata import east_asian_width

import pandas as pd

__all__ = ["fitted", "pixels"]

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
            needed = fit(table[name], title, _decimals(column.get("type_config") or {}))
            given[name] = {**column, "width": min(needed, (wraps or {}).get(name, needed))}
    return given


def fit(values: pd.Series, title: str, decimals: int = 1) -> int:
    """Return pixels for a column of texts or numbers under its title."""
    longest = max(map(pixels, [title, *_told(values, decimals)]))
    return min(ceil(longest) + _EDGES, _MOST)


def pixels(text: str) -> float:
    """Return how wide a text is, at most."""
    return sum(map(_pixels_of, text))


def _pixels_of(letter: str) -> float:
    if east_asian_width(letter) in "WF" or letter in "mwMW%@":
        return _WIDE
    if letter in "ijlt.,:;'|()[]/ -·–fr":
        return _NARROW
    return _CAPITAL if letter.isupper() else _USUAL


def _decimals(config: Mapping[str, Any]) -> int:
    """Return how many digits a column shows after the point."""
    if config.get("step") == 1 or config.get("format") in ("%d", "%.0f", "%.0f %%"):
        return 0
    return 2 if config.get("step") == 0.01 else 1


def _told(values: pd.Series, decimals: int) -> list[str]:
    if pd.api.types.is_numeric_dtype(values):
        known = values.dropna()
        return [f"{x:,.{decimals}f}" for x in (known.min(), known.max())] if len(known) else []
    return [str(value) for value in values]
