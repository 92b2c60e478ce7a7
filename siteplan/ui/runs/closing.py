"""The chart of a search: the bound and the best plan close on each other until they meet."""

from __future__ import annotations

import altair as alt
import pandas as pd

from siteplan.present.text.goals import unit_text
from siteplan.present.text.reader import Reader
from siteplan.present.theme.style import ACCENT, OWN
from siteplan.study.objectives import Goal

__all__ = ["closing_chart", "closing_lines"]

HEADROOM = 0.02


def closing_lines(steps: pd.DataFrame, until: float) -> pd.DataFrame:
    """Return both lines as steps to draw: seconds, line ("bound" or "value"), figure; each runs to `until`."""
    long = steps.melt("seconds", ["bound", "value"], "line", "figure").dropna()
    last = long.groupby("line", as_index=False).last().assign(seconds=until)
    drawn: pd.DataFrame = pd.concat([long, last], ignore_index=True)
    return drawn


def closing_chart(steps: pd.DataFrame, until: float, height: int, goal: Goal, reader: Reader) -> alt.LayerChart:
    """Return the chart; each line bears its own name at its end."""
    _ = reader.gettext
    names = {
        "bound": _("no plan needs less") if goal.least else _("no plan brings more"),
        "value": _("best plan so far"),
    }
    lines = closing_lines(steps, until)
    lines = lines.assign(name=lines["line"].map(names))
    ends = lines.groupby("line", as_index=False).last()
    colour = alt.Color("line:N", legend=None, scale=alt.Scale(domain=["bound", "value"], range=[OWN, ACCENT]))
    dash = alt.StrokeDash("line:N", legend=None, scale=alt.Scale(domain=["bound", "value"], range=[[6, 4], [1, 0]]))
    x = alt.X("seconds:Q", title=_("seconds"), scale=alt.Scale(domain=[0, max(until * 1.25, 1.0)]))
    y = alt.Y("figure:Q", title=unit_text(goal, reader), scale=alt.Scale(domain=_range(lines["figure"])))
    apart = -1 if goal.least else 1
    stairs = (
        alt.Chart(lines)
        .mark_line(interpolate="step-after", strokeWidth=2.5)
        .encode(x=x, y=y, color=colour, strokeDash=dash)
    )
    over, under = (
        alt.Chart(ends[ends["line"] == line])
        .mark_text(align="left", dx=4, dy=dy, fontSize=12)
        .encode(x=x, y=y, text="name:N", color=colour)
        for line, dy in (("bound", apart * -9), ("value", apart * 11))
    )
    better = lines[lines["line"] == "value"].drop_duplicates("figure")
    dots = alt.Chart(better).mark_point(filled=True, size=60, opacity=1).encode(x=x, y=y, color=colour)
    chart: alt.LayerChart = (stairs + dots + over + under).properties(height=height)
    return chart


def _range(values: pd.Series) -> list[float]:
    """Return an axis about the values that leaves the wild first bound above it."""
    low, high = float(values.min()), float(values.max())
    room = max((high - low) * HEADROOM, abs(high) * 1e-3, 1e-2)
    return [low - room, high + room]
