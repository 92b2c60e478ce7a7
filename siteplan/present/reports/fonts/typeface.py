"""The one typeface of printed reports: which letters it has in both weights, and how wide they are.

Widths are of Simplified Chinese; a Han letter is as wide as its size in every face.
"""

from __future__ import annotations

import csv
from bisect import bisect_right
from functools import cache
from pathlib import Path

__all__ = ["FONTS_DIR", "covers", "families", "width"]

FONTS_DIR = Path(__file__).parent
_SIMPLIFIED, _TRADITIONAL = "Noto Sans CJK SC", "Noto Sans CJK TC"
_UNITS = 1000  # of a letter's width, to its size


def families(language: str) -> tuple[str, ...]:
    """Return the families that a text is set in, the first that has a letter sets it; `language` is a BCP 47 tag."""
    traditional = language.lower().startswith(("zh-hant", "zh-tw", "zh-hk", "zh-mo"))
    return (_TRADITIONAL, _SIMPLIFIED) if traditional else (_SIMPLIFIED,)


def covers(letter: str) -> bool:
    """Whether both weights have a letter."""
    return _advance(ord(letter), False) is not None


def width(text: str, size: float, bold: bool = False) -> float:
    """Return how wide a line of text is, in units of `size`; a letter that there is none of is as wide as a Han one."""
    found = (_advance(ord(letter), bold) for letter in text)
    return sum(_UNITS if advance is None else advance for advance in found) * size / _UNITS


def _advance(point: int, bold: bool) -> int | None:
    firsts, ranges = _ranges()
    nth = bisect_right(firsts, point) - 1
    if nth < 0 or point > ranges[nth][0]:
        return None
    return ranges[nth][2 if bold else 1]


@cache
def _ranges() -> tuple[list[int], list[tuple[int, int, int]]]:
    """Return the first code point of each run of equal widths, and its last one with its width in both weights."""
    with (FONTS_DIR / "coverage.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    ranges = [(int(row["last"], 16), int(row["regular"]), int(row["bold"])) for row in rows]
    return [int(row["first"], 16) for row in rows], ranges
