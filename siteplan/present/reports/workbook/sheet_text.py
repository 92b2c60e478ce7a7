"""Texts of cells and names of sheets: what a workbook may hold, and no more of it than a cell takes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

__all__ = ["CELL", "CellTexts", "sheet_name", "text_width"]

CELL = 32_767  # characters of a cell, by Excel's specifications
_NAME = 31  # of a sheet's name
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
# Control characters, lone surrogates and what XML knows not; and marks that turn the direction of all that follows.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
_CUT = "…"


@dataclass
class CellTexts:
    """Makes texts fit cells, and counts those that it had to cut."""

    cut: int = field(default=0)

    def text(self, value: object) -> str:
        """Return a text without what no cell may hold, cut where it is longer than one takes."""
        text = _UNWRITABLE.sub("", str(value))
        if len(text) <= CELL:
            return text
        self.cut += 1
        return text[: CELL - len(_CUT)] + _CUT


def sheet_name(n: int, title: str) -> str:
    """Return the name of the n-th sheet, no other's: its number first, then as much of a title as there is room for."""
    return f"{n:02d} {' '.join(_FORBIDDEN.sub(' ', CellTexts().text(title)).split())}"[:_NAME].strip(" '")


def text_width(text: str) -> float:
    """Return how wide a text is, in letters of a cell: Chinese ones are twice as wide."""
    return max((sum(_letters(line)) for line in text.split("\n")), default=0.0)


def _letters(line: str) -> Iterator[float]:
    for letter in line:
        yield 2.0 if unicodedata.east_asian_width(letter) in "WF" else 1.05
