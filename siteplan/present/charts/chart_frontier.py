"""A frontier drawn: the best plan found at each limit, and beside it the bound that no plan can pass."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from siteplan.evaluate import Curve
from siteplan.present.charts.chart_data import CHARTED_SHARE, ChartData, ChartSeries
from siteplan.present.charts.charts import WIDTH, Chart
from siteplan.present.charts.svg import Drawing, circle, line, path, polyline, text
from siteplan.present.charts.ticks import round_ticks
from siteplan.present.model_text.frontier_words import finding, measure, share_text
from siteplan.present.text.goals import unit_text
from siteplan.present.text.numbers import amount, exact
from siteplan.present.text.reader import Reader
from siteplan.present.theme.style import ACCENT, MUTED, OWN
from siteplan.present.theme.tones import RULE, TINT

__all__ = ["frontier_chart"]

_LEFT, _RIGHT, _TOP, _BOTTOM = 76.0, WIDTH - 30, 44.0, 230.0
_TICKS = 8  # limits named below the axis
_LARGE = 1e5  # figures from here on are scaled: 12 m


@dataclass(frozen=True)
class _Axes:
    """From limits and values to pixels."""

    left: float
    right: float
    low: float
    high: float

    def x(self, limit: float) -> float:
        return _LEFT + (_RIGHT - _LEFT) * (limit - self.left) / (self.right - self.left)

    def y(self, value: float) -> float:
        return _BOTTOM - (_BOTTOM - _TOP) * (value - self.low) / (self.high - self.low)

    def points(self, limits: pd.Series, values: pd.Series) -> list[tuple[float, float]]:
        return [(self.x(limit), self.y(value)) for limit, value in zip(limits, values, strict=True)]


def frontier_chart(curve: Curve, reader: Reader) -> Chart:
    """Return value and bound over the limits; limits without a plan are marked on the axis."""
    said = finding(curve, reader)
    axes = _axes(curve)
    parts = [*_frame(curve, axes, reader), *_lines(curve, axes), *_missing(curve, axes), *_key(curve, reader)]
    return Chart(said, measure(curve, reader), Drawing(WIDTH, _BOTTOM + 34, parts, said), _frontier_data(curve, reader))


def _frontier_data(curve: Curve, reader: Reader) -> ChartData:
    """Return value and bound at each limit that has a plan, and what the study asks."""
    _, found, axes = reader.gettext, curve.found, _axes(curve)
    limits, is_budget = found["limit"].tolist(), curve.name == "budget"
    series = [
        ChartSeries(_("best plan found"), found["value"].tolist(), limits, "value"),
        ChartSeries(_("bound: no plan is better"), found["bound"].tolist(), limits, "bound", tone="bound"),
    ]
    if axes.left <= curve.asked <= axes.right:
        both = [curve.asked, curve.asked]
        series.append(ChartSeries(_("required"), [axes.low, axes.high], both, tone="other"))
    shown = [one for one in series if one.x]
    titles = (reader.money_word() if is_budget else _("share required"), unit_text(curve.goal, reader))
    return ChartData(
        f"frontier.{curve.name}", "line", shown, titles=titles, x_pattern="#,##0" if is_budget else CHARTED_SHARE,
        span=(axes.low, axes.high), start=axes.left, units=(reader.currency if is_budget else "", curve.goal.unit),
    )  # fmt: skip


def _axes(curve: Curve) -> _Axes:
    """Return axes that hold every limit, value and bound, and today's value."""
    limits, found = curve.points["limit"], curve.found
    low, high = (limit([curve.today, *found["value"], *found["bound"]]) for limit in (min, max))
    left = 0.0 if curve.name == "budget" else float(limits.min())
    right = float(limits.max())
    return _Axes(left, right if right > left else left + 1.0, low, high if high > low else low + 1.0)


def _lines(curve: Curve, axes: _Axes) -> list[str]:
    found = curve.found
    if found.empty:
        return []
    value, bound = (axes.points(found["limit"], found[column]) for column in ("value", "bound"))
    between = "L".join(f"{x:.1f} {y:.1f}" for x, y in [*value, *reversed(bound)])
    dots = [circle(x, y, 3.5, ACCENT) for x, y in value]
    return [path(f"M{between}Z", TINT), polyline(bound, OWN, dashed=True), polyline(value, ACCENT), *dots]


def _frame(curve: Curve, axes: _Axes, reader: Reader) -> list[str]:
    """Return the axes with their figures, what the study asks and where today's network stands."""
    _ = reader.gettext
    parts = [line(_LEFT, _BOTTOM, _RIGHT, _BOTTOM)]
    for value in round_ticks(axes.low, axes.high):
        parts += [line(_LEFT, axes.y(value), _RIGHT, axes.y(value), RULE)]
        parts += [text(_LEFT - 6, axes.y(value) + 4, _figure(value, axes, reader), "end", MUTED)]
    limits = curve.points["limit"].tolist()
    for limit in limits[:: -(-len(limits) // _TICKS)]:
        parts += [text(axes.x(limit), _BOTTOM + 28, _limit(limit, curve, reader), "middle", MUTED)]
    if axes.left <= curve.asked <= axes.right:
        x = axes.x(curve.asked)
        parts += [line(x, _TOP - 6, x, _BOTTOM, MUTED), text(x, _TOP - 9, _("required"), "middle", MUTED)]
    if curve.name == "budget":
        parts += [text(_RIGHT, axes.y(curve.today) - 5, _today(curve, axes, reader), "end", MUTED)]
    return parts


def _today(curve: Curve, axes: _Axes, reader: Reader) -> str:
    return reader.gettext("today {value}").format(value=_figure(curve.today, axes, reader))


def _missing(curve: Curve, axes: _Axes) -> list[str]:
    none = curve.points.loc[curve.points["value"].isna(), "limit"]
    return [text(axes.x(limit), _BOTTOM + 14, "×", "middle", MUTED) for limit in none]


def _key(curve: Curve, reader: Reader) -> list[str]:
    """Return what each kind of line and mark means."""
    _ = reader.gettext
    entries: list[tuple[Sequence[str], str]] = [
        ((polyline([(0, 8), (18, 8)], ACCENT), circle(9, 8, 3.5, ACCENT)), _("best plan found")),
        ((polyline([(0, 8), (18, 8)], OWN, dashed=True),), _("bound: no plan is better")),
    ]
    if len(curve.found) < len(curve.points):
        entries.append(((text(9, 12, "×", "middle", MUTED),), _("no plan found")))
    return [
        f'<g transform="translate({_LEFT + 190 * k:g} 0)">{"".join(mark)}{text(26, 12, words, colour=MUTED)}</g>'
        for k, (mark, words) in enumerate(entries)
    ]


def _figure(value: float, axes: _Axes, reader: Reader) -> str:
    """Write a value with as many digits as tell the ends of the axis apart."""
    spread = axes.high - axes.low
    if max(abs(axes.low), abs(axes.high)) >= _LARGE:
        size = max(abs(axes.low), abs(axes.high))
        return amount(value, "", reader, 2 + max(0, int(np.ceil(np.log10(size / spread)))))
    return exact(value, max(0, 1 - int(np.floor(np.log10(spread)))))


def _limit(limit: float, curve: Curve, reader: Reader) -> str:
    return amount(limit, "", reader) if curve.name == "budget" else share_text(limit, reader)
