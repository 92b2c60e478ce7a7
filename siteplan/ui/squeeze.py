"""How columns share the room of a page: sentences take more lines, words break between words, figures stay whole."""

from __future__ import annotations

import re
from collections.abc import Mapping
from math import ceil
from typing import Any

import pandas as pd

from siteplan.ui.widths import fit, pixels

__all__ = [
    "latin_floor",
    "row_height",
    "sentence_floor",
    "sentence_width",
    "squeezed",
    "widths_of",
    "with_widths",
    "words_floor",
]

LINE, MARGIN = 21, 8  # pixels of a line and of a cell's edge
MOST_LINES, MOST_NARROW_LINES, LEAST_WIDE = 10, 6, 260  # lines of a row; a column of so many pixels is not narrow
MOST_SENTENCE = 900  # pixels of a column of sentences
SENTENCE_LINES, SQUEEZED_LINES = 2.6, 4.5  # that the longest sentence takes, and where room is short
LEAST_WORDS = 100  # pixels of a column of words where room is short
LEAST_WRAPPED = 66  # pixels of a row with more than one line; in rows up to 64 Streamlit wraps nothing
_WORD = re.compile(r"[\u2e80-\u9fff\uff00-\uffef]|[^\s\u2e80-\u9fff\uff00-\uffef]+")  # what no line is broken within
_RUN = re.compile(r"[^\u2e80-\u9fff\uff00-\uffef]+")


def latin_floor(texts: pd.Series) -> int:
    """Return pixels in which the longest run of Latin letters stands on one line.

    The grid guesses from the letters it has drawn how many fit. Among Chinese ones, twice as wide, it takes Latin text
    for shorter than it is, breaks no line and cuts it.
    """
    return fit([run.strip() for text in texts for run in _RUN.findall(str(text))] or [""])


def squeezed(widths: Mapping[str, int], floors: Mapping[str, int], room: int) -> dict[str, int]:
    """Return widths that add up to the room, if columns can be made as narrow as that; each gives of what it can."""
    spare = {name: max(width - floors.get(name, width), 0) for name, width in widths.items()}
    part = min(max(sum(widths.values()) - room, 0) / max(sum(spare.values()), 1), 1.0)
    return {name: width - min(ceil(spare[name] * part), spare[name]) for name, width in widths.items()}


def widths_of(config: Mapping[str, Any]) -> dict[str, int]:
    """Return the pixels of each column."""
    return {name: int(column["width"]) for name, column in config.items()}


def with_widths(config: Mapping[str, Any], widths: Mapping[str, int]) -> dict[str, Any]:
    """Return the columns so many pixels wide."""
    return {name: {**column, "width": widths[name]} for name, column in config.items()}


def sentence_width(texts: pd.Series, least: int) -> int:
    """Return pixels in which the longest sentence takes three lines, within bounds."""
    return min(max(least, ceil(_longest(texts) / SENTENCE_LINES) + 2 * MARGIN), MOST_SENTENCE)


def sentence_floor(texts: pd.Series, width: int) -> int:
    """Return pixels in which the longest sentence takes five lines, `width` at most."""
    return min(width, max(LEAST_WIDE, ceil(_longest(texts) / SQUEEZED_LINES) + 2 * MARGIN))


def words_floor(texts: pd.Series, column: Mapping[str, Any]) -> int:
    """Return how narrow a column of words may be: none is broken, nor the heading, and no text is a tower."""
    words = [word for text in texts for word in _WORD.findall(str(text))]
    lines = ceil(_longest(texts) / (MOST_NARROW_LINES / 1.15)) + 2 * MARGIN
    return min(max(LEAST_WORDS, lines, fit([column["label"], *words])), int(column["width"]))


def row_height(cells: pd.DataFrame, config: Mapping[str, Any]) -> int | None:
    """Return pixels of a row in which the longest text that wraps stands whole; None where none does.

    Of a text in a narrow column that would be a tower only its first lines are seen.
    """
    texts = cells.select_dtypes(exclude="number")
    most = max((_lines(texts[name], config[str(name)]["width"]) for name in texts), default=0.0)
    return None if most <= 1 else max(LEAST_WRAPPED, LINE * ceil(most * 1.15) + 2 * MARGIN)


def _lines(texts: pd.Series, width: int) -> float:
    lines = _longest(texts) / (width - 2 * MARGIN)
    return min(lines, MOST_LINES if width >= LEAST_WIDE else MOST_NARROW_LINES)


def _longest(texts: pd.Series) -> float:
    return max((pixels(str(text)) for text in texts), default=0.0)
