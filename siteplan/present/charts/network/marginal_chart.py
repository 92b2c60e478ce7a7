"""What each next site adds, and from which on the next adds less than it costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from siteplan.evaluate import Plan
from siteplan.evaluate.explain.marginal_sites import in_order, past_break_even
from siteplan.present.charts.chart_data import ChartData, ChartSeries
from siteplan.present.charts.charts import WIDTH, Chart
from siteplan.present.charts.svg import Drawing, line, rect, text
from siteplan.present.charts.ticks import round_ticks
from siteplan.present.plan_text.sentences import site_count
from siteplan.present.text.numbers import amount
from siteplan.present.text.reader import Reader
from siteplan.present.theme.style import INK, MUTED, OWN
from siteplan.present.theme.tones import RULE, TONES

__all__ = ["marginal_chart"]

_LEFT, _RIGHT, _TOP, _BOTTOM = 76.0, WIDTH - 10, 24.0, 190.0


def marginal_chart(plan: Plan, reader: Reader) -> Chart | None:
    """Return what each new site adds to the yearly result, the one that adds most first; None where none earns any."""
    if plan.sites.empty or not any(spec.margin for spec in plan.study.formats.values()):
        return None
    _, adds = reader.gettext, in_order(plan.sites)["marginal_result"].to_numpy(dtype=float)
    n_pays = len(adds) - len(past_break_even(plan.sites))
    finding = _finding(adds, n_pays, reader)
    measure = _(
        "What a site adds to the company's result, {unit}, to those before it; next is always the site that adds most"
    ).format(unit=reader.money_word("/year"))
    drawing = Drawing(WIDTH, _BOTTOM + 24, _drawn(adds, n_pays, reader), finding)
    return Chart(finding, measure, drawing, _data(adds, n_pays, reader))


def _finding(adds: np.ndarray, n_pays: int, reader: Reader) -> str:
    _, n = reader.gettext, len(adds) - n_pays
    if not n:
        return _("Every new site adds more than it costs, the last one {least}").format(
            least=amount(float(adds[-1]), f"{reader.currency}/year", reader)
        )
    said = reader.ngettext(
        "The last of {all} new sites adds {loss} less than it costs",
        "The last {n} of {all} new sites add {loss} less than they cost",
        n,
    )
    loss = amount(-float(adds[n_pays:].sum()), f"{reader.currency}/year", reader)
    return said.format(n=n, all=len(adds), loss=loss)


def _data(adds: np.ndarray, n_pays: int, reader: Reader) -> ChartData:
    """Return both parts of the curve, and the line at which a site adds what it costs."""
    _, n = reader.gettext, len(adds)
    places, values = list(range(1, n + 1)), adds.tolist()
    parts = (
        ChartSeries(_("adds more than it costs"), values[:n_pays], places[:n_pays], "marginal_result"),
        ChartSeries(_("adds less than it costs"), values[n_pays:], places[n_pays:], "marginal_result", tone="other"),
    )
    even = ChartSeries(_("break-even"), [0.0, 0.0], [0, n], tone="bound")
    titles = (_("Sites, the one that adds most first"), reader.money_word("/year"))
    ends = (min(0.0, *values), max(0.0, *values))
    shown = [part for part in parts if part.x]
    return ChartData(
        "marginal", "line", (*shown, even), titles=titles, span=ends, units=("", f"{reader.currency}/year")
    )


@dataclass(frozen=True)
class _Frame:
    """From places and money to pixels."""

    n: int
    low: float
    high: float

    def x(self, place: float) -> float:
        return _LEFT + (_RIGHT - _LEFT) * place / self.n

    def y(self, money: float) -> float:
        return _BOTTOM - (_BOTTOM - _TOP) * (money - self.low) / ((self.high - self.low) or 1.0)


def _drawn(adds: np.ndarray, n_pays: int, reader: Reader) -> list[str]:
    frame = _Frame(len(adds), min(0.0, float(adds.min())), max(0.0, float(adds.max())))
    zero, width = frame.y(0.0), (_RIGHT - _LEFT) / len(adds)
    gap = 0.15 * width
    bars = [
        rect(
            frame.x(place) + gap / 2,
            min(frame.y(money), zero),
            width - gap,
            abs(frame.y(money) - zero),
            TONES["main" if place < n_pays else "other"],
        )
        for place, money in enumerate(adds.tolist())
    ]
    return [*_ticks(frame, reader), *bars, line(_LEFT, zero, _RIGHT, zero, OWN, 1.2), *_named(frame, n_pays, reader)]


def _ticks(frame: _Frame, reader: Reader) -> list[str]:
    values = round_ticks(frame.low, frame.high)
    return [
        *(line(_LEFT, frame.y(value), _RIGHT, frame.y(value), RULE) for value in values),
        *(text(_LEFT - 6, frame.y(value) + 4, amount(value, "", reader), "end", MUTED) for value in values),
        text(_LEFT, _BOTTOM + 18, "1", "middle", MUTED),
        text(_RIGHT, _BOTTOM + 18, site_count(frame.n, reader), "end", MUTED),
    ]


def _named(frame: _Frame, n_pays: int, reader: Reader) -> Sequence[str]:
    """Return the point from which on sites add less than they cost, and a line at it."""
    said = reader.gettext("break-even: {sites}").format(sites=site_count(n_pays, reader))
    x, over = frame.x(n_pays), _TOP - 8
    anchor = "end" if x > (_LEFT + _RIGHT) / 2 else "start"
    return [
        line(x, over - 10, x, _BOTTOM, MUTED),
        text(x + (-6 if anchor == "end" else 6), over, said, anchor, INK, bold=True),
    ]
