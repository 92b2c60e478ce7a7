"""What a report is made of: parts with sentences, tables and figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from siteplan.present.charts.charts import Chart
from siteplan.present.tables.column import Table
from siteplan.study import Study

__all__ = ["Card", "Document", "Part"]


@dataclass(frozen=True)
class Card:
    """A number that matters, what it is today, and from what to what it may go."""

    label: str
    value: str
    against: str
    range: str = ""


@dataclass(frozen=True)
class Part:
    """A heading, sentences, and the tables and figures that show it.

    `topic` says in one word what it is about, in no language: by it a layout finds what it wants of a document.
    """

    title: str
    sentences: Sequence[str] = ()
    items: Sequence[Table | Chart] = ()
    topic: str = ""


@dataclass(frozen=True)
class Document:
    """What a report says, in its reader's language.

    Attributes
    ----------
    title : of the window
    lead : the whole in a sentence, and `sentences` what belongs to it
    cards, parts : the numbers that matter, and the rest
    input_hash : of the question and the files it was asked of
    """

    study: Study
    title: str
    lead: str
    sentences: Sequence[str]
    parts: Sequence[Part]
    input_hash: str
    cards: Sequence[Card] = ()
