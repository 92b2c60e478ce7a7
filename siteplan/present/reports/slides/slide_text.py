"""How much room texts take on a slide: their size steps down until they fit, and what never fits is cut."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from siteplan.present.pack.printable import printable
from siteplan.present.reports.fonts.typeface import width
from siteplan.present.theme.style import INK

__all__ = ["LEADING", "Box", "Words", "fitting", "height_of", "line_of", "shown", "spare_width"]

LEADING = 1.25  # of the size, from line to line
_SPARE = 1.12  # the viewer's letters are not those that are measured here
_MOST = 2_000  # letters of a text that a slide can show at all
_PIECES = re.compile(r"[\u2e80-\U0010ffff]|[^\s\u2e80-\U0010ffff]+\s*|\s+")


@dataclass(frozen=True)
class Box:
    """Where something stands, in points."""

    left: float
    top: float
    width: float
    height: float

    def columns(self, shares: Sequence[float], gap: float = 24.0) -> list[Box]:
        """Return boxes side by side, as wide as their shares say."""
        room, left, found = self.width - gap * (len(shares) - 1), self.left, []
        for share in shares:
            found.append(Box(left, self.top, room * share / sum(shares), self.height))
            left += found[-1].width + gap
        return found

    def below(self, taken: float) -> Box:
        """Return what is left below so many points."""
        return Box(self.left, self.top + taken, self.width, max(self.height - taken, 0.0))


@dataclass(frozen=True)
class Words:
    """A paragraph: its size in points, and how it looks."""

    text: str
    size: float
    bold: bool = False
    colour: str = INK
    align: Literal["left", "center", "right"] = "left"
    after: float = 0.0

    def sized(self, scale: float) -> Words:
        """Return the paragraph in another size."""
        return Words(self.text, self.size * scale, self.bold, self.colour, self.align, self.after * scale)

    def cut(self, n: int) -> Words:
        """Return its first letters, and that there were more."""
        return Words(self.text[:n].rstrip(" ，,;；") + "…", self.size, self.bold, self.colour, self.align, self.after)


def shown(text: str) -> str:
    """Return a text that came from files in letters that print, no longer than any slide can show."""
    return printable(text) if len(text) <= _MOST else printable(text[:_MOST]) + "…"


def spare_width(words: Words) -> float:
    """Return the points that a paragraph takes on one line, with some to spare."""
    return width(words.text, words.size, words.bold) * _SPARE


def height_of(paragraphs: Iterable[Words], room: float) -> float:
    """Return the points that paragraphs take, one below the other, in a box so wide."""
    return sum(_lines(words, room) * words.size * LEADING + words.after for words in paragraphs)


def fitting(paragraphs: Sequence[Words], box: Box, least: float = 9.0) -> list[Words]:
    """Return paragraphs as large as fits, none below `least` points unless it was; those that never fit are cut."""
    for step in range(20):
        scale = 0.95**step
        sized = [words.sized(max(scale, min(1.0, least / words.size))) for words in paragraphs]
        if height_of(sized, box.width) <= box.height:
            return sized
    return _cut(sized, box)


def line_of(words: Words, room: float) -> Words:
    """Return a paragraph that stays on one line."""
    if spare_width(words) <= room:
        return words
    n = len(words.text)
    while n > 1 and spare_width(words.cut(n)) > room:
        n -= 1 + n // 12
    return words.cut(max(n, 1))


def _cut(paragraphs: list[Words], box: Box) -> list[Words]:
    """Return the paragraphs that there is room for, and the start of the next."""
    kept: list[Words] = []
    for words in paragraphs:
        if height_of([*kept, words], box.width) <= box.height:
            kept.append(words)
            continue
        n = len(words.text)
        while n > 0 and height_of([*kept, words.cut(n)], box.width) > box.height:
            n -= 1 + n // 12
        return [*kept, words.cut(n)] if n > 0 or not kept else kept
    return kept


def _lines(words: Words, room: float) -> int:
    """Return the lines that a paragraph breaks into: between words, and between any two Han letters."""
    lines, used = 1, 0.0
    for piece in _PIECES.findall(words.text):
        wide = width(piece.rstrip(), words.size, words.bold) * _SPARE
        if used + wide > room and used:
            lines, used = lines + 1, 0.0
        if wide > room:
            lines += int(wide // room)
        used += wide + width(piece, words.size, words.bold) - width(piece.rstrip(), words.size, words.bold)
    return lines
