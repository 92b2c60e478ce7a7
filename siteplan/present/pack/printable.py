"""The one door for texts that came from files, on their way to paper: past it each letter has a glyph.

A letter that the fonts do not have would fail a whole report, or leave a box; a control character or a mark that turns
the direction of all that follows would spoil what stands beside it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from siteplan.present.reports.fonts.typeface import covers

__all__ = ["GETA", "Printer", "printable"]

GETA = "〓"  # what Chinese printers set where a letter is missing
_ALIKE = str.maketrans("✗", "×")  # of this project's own signs, what the fonts have in their place
_SPACES = re.compile("[\t\n\v\f\r\x1c-\x1f\x85\u2028\u2029]+")
# Without a shape of their own: controls, formats such as marks of direction and joiners, halves of a pair.
_SHAPELESS = frozenset({"Cc", "Cf", "Cs"})
_CHOOSERS = ("\ufe00", "\ufe0f"), ("\U000e0100", "\U000e01ef")  # of a shape that a font may have


def printable(text: str) -> str:
    """Return a text on one line in letters that print, with 〓 for each that does not."""
    return Printer().text(text)


@dataclass(frozen=True)
class Printer:
    """Makes texts printable, and remembers what was lost: each letter, with the first text that it stood in."""

    lost: dict[str, str] = field(default_factory=dict)

    def text(self, text: str) -> str:
        """Return a text on one line in letters that print, with 〓 for each that does not."""
        if text.isascii() and text.isprintable():
            return str(text)
        shaped = [letter for letter in unicodedata.normalize("NFC", _one_line(text)) if _has_shape(letter)]
        missing = [letter for letter in shaped if not covers(letter)]
        printed = "".join(GETA if letter in missing else letter for letter in shaped)
        for letter in missing:
            self.lost.setdefault(letter, printed)
        return printed

    def data(self, data: Any) -> Any:
        """Return lists and mappings with every text of theirs printable."""
        if isinstance(data, str):
            return self.text(data)
        if isinstance(data, Mapping):
            return {key: self.data(value) for key, value in data.items()}
        return [self.data(value) for value in data] if isinstance(data, Sequence) else data


def _one_line(text: str) -> str:
    return _SPACES.sub(" ", text).translate(_ALIKE)


def _has_shape(letter: str) -> bool:
    chooses = any(first <= letter <= last for first, last in _CHOOSERS)
    return not chooses and unicodedata.category(letter) not in _SHAPELESS
