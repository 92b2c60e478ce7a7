"""What a report is made of: parts with sentences, tables and figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from siteplan.present.text.reader import Reader

__all__ = ["Card", "Heading", "Part", "ReportFigure", "Table", "others_in"]


@dataclass(frozen=True)
class Card:
    """A number that matters, what it is today, and from what to what it may go."""

    label: str
    value: str
    against: str
    range: str = ""


@dataclass(frozen=True)
class Heading:
    """A table's column; numbers stand to the right, words to the left."""

    title: str
    words: bool = False


@dataclass(frozen=True)
class Table:
    """Plain text, row by row, under a caption; `details` are lines below the rows, as wide as the table."""

    caption: str
    columns: Sequence[Heading]
    rows: Sequence[Sequence[str]]
    note: str = ""
    details: Sequence[str] = ()


@dataclass(frozen=True)
class ReportFigure:
    """A drawing (an element of HTML whose texts have been escaped), what it shows, and what is measured."""

    finding: str
    measure: str
    drawing: str


@dataclass(frozen=True)
class Part:
    """A heading, sentences, and the tables and figures that show it."""

    title: str
    sentences: Sequence[str] = ()
    items: Sequence[Table | ReportFigure] = ()


def others_in(file: str, n: int, reader: Reader) -> list[str]:
    """Return where the rows are that a table leaves out; nothing where it has all."""
    if n <= 0:
        return []
    said = reader.ngettext("{n} more site is told in {file}.", "{n} more sites are told in {file}.", n)
    return [said.format(n=n, file=file)]
