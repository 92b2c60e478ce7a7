"""How bound and plan closed on each other during the search."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from siteplan.evaluate import Plan
from siteplan.present.charts.chart_data import ChartData, ChartSeries
from siteplan.present.charts.charts import WIDTH, Chart
from siteplan.present.charts.svg import Drawing, circle, line, polyline, text
from siteplan.present.plan_text.sentences import gap_text
from siteplan.present.text.goals import short_figure, unit_text
from siteplan.present.text.numbers import exact
from siteplan.present.text.reader import Reader
from siteplan.present.theme.style import ACCENT, MUTED, OWN
from siteplan.study.objectives import Goal

__all__ = ["search_chart"]

_LEFT, _RIGHT, _TOP, _BOTTOM = 60.0, WIDTH - 130, 12.0, 180.0
_DIGIT = 8.0  # pixels of a digit, in the widest font that browsers fall back to
_APART = 14.0  # pixels between two lines of text


def search_chart(plan: Plan, reader: Reader) -> Chart | None:
    """Return how bound and value closed on each other; None where the search took one step."""
    _ = reader.gettext
    trace = plan.proof.trace
    if len(trace) < 2 or not trace["value"].notna().any():
        return None
    finding = _("After {seconds} s, plan and bound are {gap} apart").format(
        seconds=exact(plan.proof.seconds, 1), gap=gap_text(max(plan.proof.gap, 0.0), reader)
    )
    drawing = Drawing(WIDTH, _BOTTOM + 30, _lines(trace, plan.proof.goal, reader), finding)
    measure = _("Best plan found and proven bound over the search, {unit}")
    data = _search_data(trace, plan.proof.goal, reader)
    return Chart(finding, measure.format(unit=unit_text(plan.proof.goal, reader)), drawing, data)


def _search_data(trace: pd.DataFrame, goal: Goal, reader: Reader) -> ChartData:
    _, axes = reader.gettext, _axes(trace, goal.least)
    seconds = trace["seconds"].tolist()
    at_most, found = _told(trace, goal, reader)
    series = (
        ChartSeries(_("Bound"), trace["bound"].tolist(), seconds, "bound", [at_most], "bound"),
        ChartSeries(_("Plan"), trace["value"].tolist(), seconds, "objective", [found]),
    )
    decimals = max(0, 1 - int(np.floor(np.log10(axes.high - axes.low))))
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    return ChartData(
        "search", "steps", series, titles=(_("Seconds"), unit_text(goal, reader)), pattern=pattern,
        x_pattern="0.#", span=(axes.low, axes.high), units=("", goal.unit),
    )  # fmt: skip


@dataclass(frozen=True)
class _Axes:
    """From seconds and figures to pixels; what lies outside is drawn at the edge."""

    low: float
    high: float
    end: float

    @property
    def labels(self) -> tuple[str, str]:
        """Return what the lower and the upper end are called, told apart."""
        decimals = max(0, 1 - int(np.floor(np.log10(self.high - self.low))))
        return exact(self.low, decimals), exact(self.high, decimals)

    @property
    def left(self) -> float:
        """Return where the axis stands, so that the longest label has room beside it."""
        return max(_LEFT, _DIGIT * max(map(len, self.labels)) + 6)

    def steps(self, seconds: pd.Series, values: pd.Series) -> list[tuple[float, float]]:
        """Return the corners of a stair that holds each value until the next."""
        known = np.isfinite(values.to_numpy())
        x = self.left + (_RIGHT - self.left) * seconds.to_numpy()[known] / self.end
        part = (np.clip(values.to_numpy()[known], self.low, self.high) - self.low) / (self.high - self.low)
        y = _BOTTOM - (_BOTTOM - _TOP) * part
        corners = zip(np.append(np.repeat(x, 2)[1:], _RIGHT), np.repeat(y, 2), strict=True)
        return [(float(right), float(down)) for right, down in corners]


def _lines(trace: pd.DataFrame, goal: Goal, reader: Reader) -> list[str]:
    """Return the bound and the plan closing on each other, their ends named."""
    axes = _axes(trace, goal.least)
    bound, value = (axes.steps(trace["seconds"], trace[column]) for column in ("bound", "value"))
    lines = [polyline(bound, OWN, dashed=True), polyline(value, ACCENT), circle(_RIGHT, value[-1][1], 3.5, ACCENT)]
    names = _names(trace, bound[-1][1], value[-1][1], goal, reader)
    return [*_frame(axes, reader), *lines, *names]


def _axes(trace: pd.DataFrame, least: bool) -> _Axes:
    """Return axes that show the end of the search well: three times as far as plan and bound lay apart half-way."""
    values, last = trace["value"].dropna(), float(trace["bound"].iloc[-1])
    spread = 3 * max(abs(last - float(values.median())), abs(last) * 0.02, 1e-9)
    worse, better = (spread, -spread) if least else (-spread, spread)
    low, high = sorted((float(values.iloc[-1]) + worse, last + better))
    floor = low if values.iloc[-1] < 0 or last < 0 else max(0.0, low)
    return _Axes(floor, high, max(float(trace["seconds"].iloc[-1]), 1e-9))


def _frame(axes: _Axes, reader: Reader) -> list[str]:
    clock, left, (low, high) = reader.gettext("{clock} s"), axes.left, axes.labels
    return [
        line(left, _BOTTOM, _RIGHT, _BOTTOM),
        line(left, _TOP, left, _BOTTOM),
        text(left - 6, _BOTTOM, low, "end", MUTED),
        text(left - 6, _TOP + 8, high, "end", MUTED),
        text(left, _BOTTOM + 16, clock.format(clock=0), "middle", MUTED),
        text(_RIGHT, _BOTTOM + 16, clock.format(clock=exact(axes.end, 1)), "middle", MUTED),
    ]


def _names(trace: pd.DataFrame, bound: float, value: float, goal: Goal, reader: Reader) -> list[str]:
    """Return both last numbers beside their lines, moved apart where they would touch."""
    apart = max(_APART - abs(value - bound), 0.0) / 2 * (-1 if goal.least else 1)
    at_most, found = _told(trace, goal, reader)
    return [
        text(_RIGHT + 8, bound + 4 - apart, at_most, colour=OWN),
        text(_RIGHT + 8, value + 4 + apart, found, colour=ACCENT, bold=True),
    ]


def _told(trace: pd.DataFrame, goal: Goal, reader: Reader) -> tuple[str, str]:
    """Return the last bound and the last plan in words."""
    _ = reader.gettext
    bound, value = float(trace["bound"].iloc[-1]), float(trace["value"].dropna().iloc[-1])
    return _("bound {x}").format(x=short_figure(bound, goal)), _("plan {x}").format(x=short_figure(value, goal))
