"""What slides take from a document: parts by their topic, charts by theirs, and the figures that a slide shows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from siteplan.present.charts.charts import Chart
from siteplan.present.pack.content import KeyFigure, Pack
from siteplan.present.pack.printable import printable
from siteplan.present.reports.report_parts import Part
from siteplan.present.tables.column import Table

__all__ = ["Found", "figure_ids", "figure_lines", "shown_figures"]

_FEWEST = 3  # letters of a text that tells a figure: "5" may be anything


@dataclass(frozen=True)
class Found:
    """A pack, and where things are in its document."""

    pack: Pack

    def part(self, topic: str) -> Part:
        """Return a part; one without anything where the document has none."""
        return next((part for part in self.pack.document.parts if part.topic == topic), Part(""))

    def charts(self, topic: str) -> list[Chart]:
        """Return the charts whose topic begins so, wherever they are, those that can be drawn from their figures."""
        items = [item for part in self.pack.document.parts for item in part.items]
        return [x for x in items if isinstance(x, Chart) and x.data is not None and x.data.topic.startswith(topic)]

    def drawings(self, topic: str) -> list[Chart]:
        """Return the pictures of a part that are no chart of figures: its maps."""
        return [item for item in self.part(topic).items if isinstance(item, Chart) and item.data is None]

    def tables(self, topic: str, *columns: str) -> list[Table]:
        """Return the tables of a part that have these columns."""
        return [
            item
            for item in self.part(topic).items
            if isinstance(item, Table) and not item.frame.empty and {*columns} <= {one.name for one in item.columns}
        ]

    def beside(self, topic: str) -> list[KeyFigure]:
        """Return the figures that a slide tells of what a part has beside the plan."""
        brief = {id_ for group in self.pack.beside if group.topic == topic for id_ in group.brief}
        return [figure for figure in self.pack.every_figure if figure.id in brief]

    def joined(self, sentences: Iterable[str]) -> str:
        """Return sentences as one text."""
        return ("" if self.pack.reader.is_chinese else " ").join(sentences)


def figure_lines(figures: Iterable[KeyFigure]) -> list[str]:
    """Return "id = value unit (text)" of each figure."""
    return [f"{one.id} = {one.value!r} {one.unit}".rstrip() + f" ({one.text})" for one in figures]


def shown_figures(figures: Sequence[KeyFigure], texts: Sequence[str], ids: Iterable[str]) -> list[KeyFigure]:
    """Return the figures that a slide shows: those named, and those whose text stands in its texts."""
    named, said = {*ids}, "\n".join(texts)
    return [one for one in figures if one.id in named or _stands_in(said)(printable(one.text))]


def _stands_in(said: str) -> Callable[[str], bool]:
    def stands(text: str) -> bool:
        return len(text) >= _FEWEST and bool(re.search(rf"(?<![\d.,]){re.escape(text)}(?![\d.,]\d)", said))

    return stands


def figure_ids(charts: Iterable[Chart], tables: Iterable[Table]) -> Iterator[str]:
    """Yield the ids of what charts and tables show."""
    for chart in charts:
        if chart.data is not None:
            yield from (series.figure for series in chart.data.series if series.figure)
    for table in tables:
        yield from (column.name for column in table.columns)
