"""How the values of a column are written for people, and how a grid shows them: one value a kind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import isfinite, log10
from typing import Any, Literal

import pandas as pd

from siteplan.present.plan_text.sentences import gap_text, percent
from siteplan.present.text.numbers import NO_NUMBER, amount, change, exact, per_cent
from siteplan.present.text.reader import Reader
from siteplan.present.text.words import N_

__all__ = [
    "AMOUNT",
    "COUNT",
    "FIGURE",
    "GAP",
    "MARKED",
    "MONEY",
    "MONEY_MORE",
    "NAME",
    "SENTENCE",
    "SHARE",
    "SHARE_MORE",
    "SHORT",
    "USED",
    "WHOLE_SHARE",
    "WORDS",
    "WRITTEN",
    "YES_NO",
    "CellFormat",
    "number",
    "words",
    "written",
]


@dataclass(frozen=True)
class GridCells:
    """How a grid shows a column: figures as numbers, so that they can be sorted.

    Attributes
    ----------
    kind : of column
    pattern : of its numbers, as printf has it, or "localized"
    step : the last digit that is shown; None where the pattern says so
    times : what values are multiplied by to be shown
    width : pixels at most, longer texts wrap; None: as wide as the longest
    is_share : whether its numbers are of a hundred, and say so
    """

    kind: Literal["text", "number", "bar"] = "text"
    pattern: str | None = None
    step: float | None = None
    times: float = 1.0
    width: int | None = None
    is_share: bool = False

    def rounded(self, numbers: pd.Series) -> pd.Series:
        """Return what a grid shows of numbers: beyond the last digit shown it cuts them off, and 2.9 would be 2."""
        if self.step is None:
            return numbers
        return numbers.round(max(0, -round(log10(self.step))))

    def pattern_for(self, reader: Reader) -> str | None:
        """Return the pattern, with the sign of a share as the reader's language writes it."""
        sign = per_cent(reader).replace("%", "%%") if self.is_share else ""
        return None if self.pattern is None else self.pattern + sign


@dataclass(frozen=True)
class CellFormat:
    """How values are written; words stand to the left, figures to the right.

    Attributes
    ----------
    write : in a table's cell, without the unit
    cells : in a grid
    brief : where the figure stands alone, with the unit given
    """

    write: Callable[[Any, Reader], str]
    cells: GridCells = GridCells()
    brief: Callable[[Any, str, Reader], str] = amount
    is_words: bool = False

    def text(self, value: Any, reader: Reader) -> str:
        """Return a value as people read it in a table: a dash where there is none, or a number without end."""
        return NO_NUMBER if _is_nothing(value) else self.write(value, reader)

    def alone(self, value: Any, unit: str, reader: Reader) -> str:
        """Return a value as people read it where no heading names its unit."""
        return NO_NUMBER if _is_nothing(value) else self.brief(value, unit, reader)


def words(width: int | None = None) -> CellFormat:
    """Return the format of texts that wrap in a grid where they are wider than so many pixels."""
    return CellFormat(lambda value, _reader: str(value), GridCells(width=width), _as_given, is_words=True)


def written(width: int | None = None) -> CellFormat:
    """Return the format of figures that come as texts, with what they leave open: "3,641 (3,124 to 4,077)"."""
    return CellFormat(lambda value, _reader: str(value), GridCells(width=width), _as_given)


def number(decimals: int = 0) -> CellFormat:
    """Return the format of numbers with every digit down to `decimals`."""
    return CellFormat(lambda value, _reader: exact(value, decimals), GridCells("number", "localized", 10.0**-decimals))


def _share(decimals: int) -> CellFormat:
    cells = GridCells("number", f"%.{decimals}f", is_share=True, times=100)
    return CellFormat(
        lambda value, reader: percent(value, reader, decimals),
        cells,
        lambda value, _unit, reader: percent(value, reader, decimals),
    )


def _as_given(value: Any, _unit: str, _reader: Reader) -> str:
    return str(value)


WORDS, SHORT, NAME, SENTENCE = words(), words(100), words(170), words(560)
WRITTEN = written()
YES_NO = CellFormat(lambda value, reader: reader.gettext(N_("✓ met") if value else N_("✗ NOT met")), is_words=True)
"""Whether a rule is met."""

COUNT = number()
MONEY = CellFormat(lambda value, reader: amount(value, "", reader), GridCells("number", "localized", 1))
"""Amounts to three digits, "1.23 m"; a grid shows every digit."""
AMOUNT = CellFormat(lambda value, reader: amount(value, "", reader, 4), MONEY.cells)
"""Figures of many sizes below each other, to four digits, scaled."""
FIGURE = CellFormat(MONEY.write, number(2).cells)
"""A figure of whatever size, to three digits; a grid shows two decimals of it."""
MONEY_MORE = CellFormat(lambda value, reader: change(value, "", reader), MONEY.cells)
"""A difference of amounts, with its sign."""
SHARE, WHOLE_SHARE = _share(1), _share(0)
"""A part of one, in per cent."""
SHARE_MORE = CellFormat(
    lambda value, reader: ("+" if value > 0 else "") + percent(value, reader),
    GridCells("number", "%+.1f", is_share=True, times=100),
)
"""A part of one by which something is off, with its sign."""
GAP = CellFormat(
    lambda value, reader: gap_text(max(value, 0.0), reader), GridCells("number", "%.3f", is_share=True, times=100)
)
"""A gap of a proof, with its first digit, however small."""
MARKED = CellFormat(
    number(1).write, GridCells("bar", "%.0f", width=75), lambda value, _unit, reader: amount(value, "points", reader)
)
"""Points of a hundred, which a grid draws as a bar."""
USED = CellFormat(WHOLE_SHARE.write, GridCells("bar", "%.0f", is_share=True, times=100, width=160), WHOLE_SHARE.brief)
"""A part of one, drawn as a bar."""


def _is_nothing(value: Any) -> bool:
    """Return whether a cell is empty, or a number that is none."""
    return value is None or value is pd.NA or (isinstance(value, float) and not isfinite(value))
