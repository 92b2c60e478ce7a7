"""What a report is made of: parts with sentences, tables and figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from siteplan.present.tables.column import Table

__all__ = ["Card", "Part", "ReportFigure"]


@dataclass(frozen=True)
class Card:
    """A number that matters, what it is today, and from what to what it may go."""

    label: str
    value: str
    against: str
    range: str = ""


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
