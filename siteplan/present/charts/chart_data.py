"""What a chart is drawn from, as plain figures: so that slides and workbooks can have it as a chart of their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

__all__ = ["CHARTED_SHARE", "ChartData", "ChartSeries"]

ChartKind = Literal["bars", "columns", "line", "steps", "scatter", "gantt", "tornado"]
_COUNT, CHARTED_SHARE = "#,##0", "0%"  # as spreadsheets write number formats


@dataclass(frozen=True)
class ChartSeries:
    """One line, or the bars or dots of one colour.

    Attributes
    ----------
    values : a figure for each category, or for each of `x`; NaN where there is none
    x : where each value stands, of charts over figures; empty over categories
    figure : id in the dictionary of figures; "" where it has none
    labels : what is written beside each value; empty: the value
    tone : "main" what the plan brings, "before" what it stands against, "other", "bound", or "hidden": room below bars
    """

    name: str
    values: Sequence[float]
    x: Sequence[float] = ()
    figure: str = ""
    labels: Sequence[str] = ()
    tone: Literal["main", "before", "other", "bound", "hidden"] = "main"


@dataclass(frozen=True)
class ChartData:
    """The figures of a chart, the very ones that its drawing shows.

    Attributes
    ----------
    topic : what it is about ("coverage", "gain", ...): how a layout finds it
    kind : bars lie, paired by category, the first on top; columns stand; gantt: bars on hidden ones; tornado: bars
        from `base`; line, steps and scatter are over figures
    titles : of the axis of categories or `x`, and of that of values
    pattern, x_pattern : number formats of values and of `x`, as spreadsheets write them
    span : the ends of the axis of values; None: as the values are
    base : where bars of a tornado start
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
