"""What a pack says: figures with their ids, page one, and the report's parts; layouts add no number and no sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from siteplan.present.charts.charts import Chart
from siteplan.present.reports.report_parts import Document
from siteplan.present.tables.column import Table, TableColumn
from siteplan.present.text.reader import Reader

__all__ = ["FigureGroup", "Headline", "KeyFigure", "Pack", "PageOne", "Point"]

Label = Literal["", "S", "D", "A", "T"]


@dataclass(frozen=True)
class KeyFigure:
    """A number that a pack tells, the same in every medium.

    Attributes
    ----------
    id : of the dictionary of figures ("share"), with what it is of behind a point where that is not the plan:
        "share.today", "share.low"
    name : what it is called
    value : as it was counted, in `unit`
    text : as sentences and page one write it, with its unit
    unit : as files name it; "" of shares
    period : of when it is
    source : what counts it, or where it was read
    label : what it rests on: [S] seen in a source, [D] derived, [A] assumed, [T] of a test
    meaning : how it is counted
    """

    id: str
    name: str
    value: float
    text: str
    unit: str
    period: str
    source: str
    label: Label = "D"
    meaning: str = ""


@dataclass(frozen=True)
class FigureGroup:
    """Figures of one thing that is told beside the plan, and how the dictionary has them.

    Attributes
    ----------
    topic : of the part that tells them
    title : what they are
    columns : the columns of the dictionary, by what stands behind an id in each; "" where nothing does
    brief : ids of those that a slide tells
    note : what stands below them
    """

    topic: str
    title: str
    figures: Sequence[KeyFigure]
    columns: Mapping[str, TableColumn]
    brief: Sequence[str] = ()
    note: str = ""


@dataclass(frozen=True)
class Headline:
    """One of page one's few figures: large, its name below, what it stands against, and from what to what it may go.

    `shown` is the figure as it stands there, `name` what is below, with the unit that is not in it. `spread` is low,
    base, high where the study gives assumptions ranges: drawn as a bar with a dot.
    """

    figure: KeyFigure
    shown: str
    name: str
    against: Sequence[str] = ()
    spread: tuple[KeyFigure, KeyFigure, KeyFigure] | None = None
    spread_text: str = ""


@dataclass(frozen=True)
class Point:
    """A reason or a risk: what it is in some words, and one sentence that proves it."""

    title: str
    text: str


@dataclass(frozen=True)
class PageOne:
    """What decides: asked, got, paid, reached, why, and what could go wrong.

    Attributes
    ----------
    running : the line at the head of each page, left; `status` at its right: kind of paper, date, for whom
    asked : what stands above the title
    title : the decision, one imperative line
    sentences : what we get, with its range and its proof
    headlines : up to five figures
    coverage : who is reached by tier, today and with the plan
    reasons_title, reasons, risks_title, risks : three of each, where there are as many that are true
    table : what the money buys
    sources : the line below the figures
    foot : what stands at the foot of each page
    sign : labels of the lines to sign on
    """

    running: str
    status: str
    asked: str
    title: str
    sentences: Sequence[str]
    headlines: Sequence[Headline]
    coverage: Chart
    reasons_title: str
    reasons: Sequence[Point]
    risks_title: str
    risks: Sequence[Point]
    table: Table
    sources: str
    foot: str
    sign: Sequence[str]


@dataclass(frozen=True)
class Pack:
    """All that the media lay out, in the words of one reader.

    Attributes
    ----------
    document : the report's parts: headings, sentences, tables, charts
    figures : every figure that page one and the table of all measures tell, by id, no id twice
    made : seconds since 1970 at which the plan was made: the only time that a medium may bear
    beside : the figures of what is told with the plan: other plans, a review, frontiers
    """

    reader: Reader
    document: Document
    page_one: PageOne
    figures: Sequence[KeyFigure]
    made: int
    beside: Sequence[FigureGroup] = ()

    @property
    def every_figure(self) -> list[KeyFigure]:
        """The plan's figures, and those of what is told with it: no id twice."""
        return [*self.figures, *(figure for group in self.beside for figure in group.figures)]
