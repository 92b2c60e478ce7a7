"""What a chart is drawn from, as plain figures: so that slides and workbooks can have it as a chart of their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import ceil, floor, isfinite, log10
from typing import Literal, Self

from siteplan.present.text.numbers import counted_in
from siteplan.present.text.reader import Reader
from siteplan.present.theme.tones import Tone

__all__ = ["CHARTED_SHARE", "ChartData", "ChartSeries", "Marker"]

ChartKind = Literal["bars", "columns", "line", "steps", "scatter", "gantt", "tornado", "waterfall"]
Marker = Literal["circle", "square", "triangle", "diamond", "star", "plus"]  # those that all media have
_COUNT, _SCALED, CHARTED_SHARE = "#,##0", "#,##0.00", "0%"  # as spreadsheets write number formats


@dataclass(frozen=True)
class ChartSeries:
    """One line, or the bars or dots of one colour.

    Attributes
    ----------
    values : a figure for each category, or for each of `x`; NaN where there is none
    x : where each value stands, of charts over figures; empty over categories
    figure : id in the dictionary of figures; "" where it has none
    labels : what is written beside each value, beside the last one only of steps; empty: the value
    tone : "main" what the plan brings, "before" what it stands against, "other", "bound", or "hidden": room below bars
    marker : the shape of dots
    """

    name: str
    values: Sequence[float]
    x: Sequence[float] = ()
    figure: str = ""
    labels: Sequence[str] = ()
    tone: Tone = "main"
    marker: Marker = "circle"

    def stairs(self, end: float) -> tuple[list[float], list[float]]:
        """Return the corners of a stair that holds each value until the next, the last one until the end."""
        known = [(x, y) for x, y in zip(self.x, self.values, strict=True) if isfinite(y)]
        corners = [corner for (x, y), (then, _y) in pairwise(known) for corner in ((x, y), (then, y))]
        corners += [known[-1], (end, known[-1][1])] if known else []
        return [x for x, _y in corners], [y for _x, y in corners]


@dataclass(frozen=True)
class ChartData:
    """The figures of a chart, the very ones that its drawing shows.

    Attributes
    ----------
    topic : what it is about ("coverage", "gain", ...): how a layout finds it
    kind : bars lie, paired by category, the first on top; columns stand; gantt and waterfall: bars on hidden ones;
        tornado: bars from `base`; line, steps and scatter are over figures
    titles : of the axis of categories or `x`, and of that of values
    pattern, x_pattern : number formats of values and of `x`, as spreadsheets write them
    span : the ends of the axis of values; None: as the values are
    base : where bars of a tornado start
    start : where the axis of `x` begins
    by_tens : whether each step of the axis of values is ten times the one before
    units : of `x` and of values, as files name them; "" where there is none
    """

    topic: str
    kind: ChartKind
    series: Sequence[ChartSeries]
    categories: Sequence[str] = ()
    titles: tuple[str, str] = ("", "")
    pattern: str = _COUNT
    x_pattern: str = _COUNT
    span: tuple[float, float] | None = None
    base: float = 0.0
    start: float = 0.0
    by_tens: bool = False
    units: tuple[str, str] = ("", "")

    @property
    def tens(self) -> tuple[float, float] | None:
        """The powers of ten around the ends of an axis of values that goes by them."""
        return None if self.span is None else (10.0 ** floor(log10(self.span[0])), 10.0 ** ceil(log10(self.span[1])))

    def counted(self, reader: Reader) -> Self:
        """Return the figures as the reader counts them, money in 万元: values, axes, and what they are called."""
        (x_size, x_word), (size, word) = (counted_in(unit, reader) for unit in self.units)
        named = (reader.unit_word(unit) for unit in self.units)
        titles = [
            new if title == old else title for title, old, new in zip(self.titles, named, (x_word, word), strict=True)
        ]
        series = [
            replace(one, values=[y / size for y in one.values], x=[x / x_size for x in one.x]) for one in self.series
        ]
        return replace(
            self, series=series, titles=(titles[0], titles[1]), base=self.base / size, start=self.start / x_size,
            span=None if self.span is None else (self.span[0] / size, self.span[1] / size),
            pattern=self.pattern if size == 1 else _SCALED, x_pattern=self.x_pattern if x_size == 1 else _SCALED,
        )  # fmt: skip

    @property
    def end(self) -> float:
        """The last of all `x`."""
        return max((x for one in self.series for x in one.x), default=0.0)
