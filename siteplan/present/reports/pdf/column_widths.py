"""How wide each column of a printed table is, how large its type, and whether its page is turned: nothing is cut."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from siteplan.present.reports.fonts.typeface import width

__all__ = ["LINE", "ColumnTexts", "fitted_table"]

LINE = 481.8  # points: the text of an A4 page with margins of 20 mm
_TURNED = 728.5  # of a page that lies on its side
_SIZES = (8.5, 8.0, 7.5, 7.0, 6.5)  # of type, in points; smaller is not read
_PAD = 8.0  # points left and right of a cell's text together
_SPARE = 0.6  # of what rounding takes
_EASY = 6.5  # times the size: what a column of words should have, so that it is not a pillar
_WELL = 15.0  # times the size: at which words read well
_HAN = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef"
_EDGE = re.compile(rf"(?<=[{_HAN}])(?=[A-Za-z0-9])|(?<=[A-Za-z0-9])(?=[{_HAN}])")
_SPACE = 0.25  # of the size, which typst sets where Han and Latin letters meet
_UNIT_BREAKS = re.compile(r"(?<=/)| ")
_UNBROKEN = re.compile(rf"[{_HAN}][，。；：、）》」』！？,.;:)]*|[^ {_HAN}]+")
_FIGURE = re.compile(rf"[^ {_HAN}]*\u00a0[{_HAN}/]+|{_UNBROKEN.pattern}")  # one with its unit: 1.34 亿元/年


@dataclass(frozen=True)
class ColumnTexts:
    """What a column holds: pieces of its heading that stay whole, its unit, and its cells in pieces."""

    heading: Sequence[str]
    unit: str
    cells: Sequence[Sequence[str]]
    words: bool


@dataclass(frozen=True)
class TableFit:
    """Size of type and widths of the columns in points, without what pads them; `turned`: on a page on its side."""

    size: float
    widths: Sequence[float]
    turned: bool = False


def fitted_table(columns: Sequence[ColumnTexts]) -> TableFit:
    """Return how a table fits a page: in type that keeps figures on one line, else in the largest that cuts no word."""
    for room, turned, sizes, floor in _CHOICES:
        for size in sizes:
            least = [floor(column, size) for column in columns]
            inner = room - _PAD * len(columns)
            if sum(least) <= inner:
                return TableFit(size, _shared(inner, least, [_whole(column, size) for column in columns]), turned)
    return TableFit(_SIZES[-1], [each * inner / sum(least) for each in least], turned=True)


def _shared(room: float, least: Sequence[float], whole: Sequence[float]) -> list[float]:
    """Return the room shared out: each column has what its words need; what is left goes where lines are long."""
    spare = room - sum(whole)
    if spare >= 0:
        return [each + spare / len(whole) for each in whole]
    wants = [max(most - few, 0.0) for few, most in zip(least, whole, strict=True)]
    part = (room - sum(least)) / max(sum(wants), _SPARE)
    return [few + part * want for few, want in zip(least, wants, strict=True)]


def _least(column: ColumnTexts, size: float) -> float:
    """Return the width below which a word would be cut, or words stand in a pillar."""
    heading = _widest((word for piece in column.heading for word in piece.split(" ")), size, bold=True)
    whole = _UNBROKEN if column.words else _FIGURE
    words = (word for cell in column.cells for piece in cell for word in whole.findall(piece))
    least = max(heading, _widest(_UNIT_BREAKS.split(column.unit), size), _widest(words, size))
    return max(least, min(_whole(column, size), _EASY * size)) if column.words else least


def _easy(column: ColumnTexts, size: float) -> float:
    """Return the width at which figures take one line, and words few."""
    whole = _whole(column, size)
    return max(_least(column, size), min(whole, _WELL * size)) if column.words else whole


def _whole(column: ColumnTexts, size: float) -> float:
    """Return the width at which each cell is one line; a heading may take two."""
    heading = _widest(["".join(column.heading)], size, bold=True) / 2
    words = _widest((word for piece in column.heading for word in piece.split(" ")), size, bold=True)
    return max(heading, words, _widest(("".join(cell) for cell in column.cells), size))


def _widest(texts: Iterable[str], size: float, bold: bool = False) -> float:
    wide = (width(text, size, bold) + _SPACE * size * len(_EDGE.findall(text)) for text in texts)
    return max(wide, default=0.0) + _SPARE


_CHOICES = (
    (LINE, False, _SIZES[:3], _easy),
    (LINE, False, _SIZES, _least),
    (_TURNED, True, _SIZES, _least),
)
