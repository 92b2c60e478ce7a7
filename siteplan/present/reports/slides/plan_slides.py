"""The slides on the plan itself: what opens, when, what it is worth, how sure that is, and how it was found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from siteplan.present.charts.charts import Chart
from siteplan.present.reports.report_parts import Part
from siteplan.present.reports.slides.deck import BODY, Leaf
from siteplan.present.reports.slides.found_parts import Found
from siteplan.present.reports.slides.native_chart import add_chart
from siteplan.present.reports.slides.native_table import add_table, table_height
from siteplan.present.reports.slides.slide_text import Box, Words, height_of
from siteplan.present.tables.column import Table

__all__ = ["charts_slide", "opening_slide", "proof_slide", "table_slide"]

_OPENING = ("name", "city", "format", "opens", "net_new", "capture", "capex")
_SENTENCE = 13.0
_FIRST = 0.64  # of the room of two tables that the first may take
_MOST_TEXT = 0.34  # of a slide's height that sentences may take beside a table


def opening_slide(leaf: Leaf, gains: Sequence[Chart], sites: Sequence[Table]) -> None:
    """Draw how the gain adds up and what each next site adds, and the sites that bring most of it."""
    left, right = BODY.columns((1, 1.35) if gains and sites else (1, 0.001))
    high = min((left.height - 8) / max(len(gains[:2]), 1), 330)
    for n, chart in enumerate(gains[:2]):
        box = Box(left.left, left.top + n * (high + 8), left.width, high)
        add_chart(leaf, chart, box, titled=n > 0)
    if sites:
        add_table(leaf, sites[0], right if gains else BODY, _OPENING, size=10.5)


def charts_slide(
    leaf: Leaf, charts: Sequence[Chart], sentences: Sequence[str] = (), table: Table | None = None
) -> None:
    """Draw up to two charts side by side, sentences below, or a table below them."""
    room = BODY
    said = _words(sentences)
    if table is not None:
        high = min(max(table_height(table, 9.5) + 8, BODY.height * 0.34), BODY.height * 0.6)
        room = Box(BODY.left, BODY.top, BODY.width, BODY.height - high)
        add_table(leaf, table, BODY.below(room.height + 8), size=10.5)
    elif said:
        high = min(height_of(said, BODY.width), BODY.height * _MOST_TEXT)
        room = Box(BODY.left, BODY.top, BODY.width, BODY.height - high - 10)
        leaf.words(BODY.below(BODY.height - high), said)
    several = charts[:2]
    for box, chart in zip(room.columns([1] * len(several)), several, strict=True):
        add_chart(leaf, chart, box, titled=len(several) > 1)


def table_slide(leaf: Leaf, sentences: Sequence[str], tables: Sequence[Table]) -> None:
    """Write sentences, and the table that shows them below, or two, one below the other."""
    said = _words(sentences)
    taken = min(height_of(said, BODY.width), BODY.height * (_MOST_TEXT if tables else 1.0)) if said else 0.0
    if said:
        leaf.words(Box(BODY.left, BODY.top, BODY.width, taken), said)
    room = BODY.below(taken + 10 if taken else 0.0)
    if len(tables) > 1:
        first = min(table_height(tables[0], 9.5), room.height * _FIRST)
        add_table(leaf, tables[0], replace(room, height=first))
        room = room.below(first + 12)
    if tables:
        add_table(leaf, tables[min(len(tables), 2) - 1], room)


def proof_slide(leaf: Leaf, found: Found, part: Part) -> None:
    """Draw bound and plan of the search, and say how the plan was found and of which data."""
    charts, sources = found.charts("search"), found.tables("data", "source")
    top = Box(BODY.left, BODY.top, BODY.width, BODY.height * (0.52 if sources else 1.0))
    left, right = top.columns((1, 1.1))
    if charts:
        add_chart(leaf, charts[0], left)
    leaf.words(right if charts else top, _words(part.sentences, 12))
    if sources:
        add_table(leaf, sources[0], BODY.below(top.height + 8), ("table", "source", "date", "licence"), size=10)


def _words(sentences: Sequence[str], size: float = _SENTENCE) -> list[Words]:
    return [Words(sentence, size, after=5) for sentence in sentences]
