"""When the money is back: the cash of each year and what has come back so far, of the change against today."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from siteplan.present.charts.chart_data import ChartData, ChartSeries
from siteplan.present.charts.charts import WIDTH, Chart
from siteplan.present.charts.svg import Drawing, circle, line, polyline, rect, text
from siteplan.present.text.numbers import amount
from siteplan.present.text.reader import Reader
from siteplan.present.theme.style import ACCENT, INK, MUTED, OWN
from siteplan.present.theme.tones import EACH, RULE

__all__ = ["cash_chart"]

_LEFT, _TOP, _BOTTOM = 20.0, 40.0, 210.0


def cash_chart(years: Sequence[int], cash: Sequence[float], reader: Reader) -> Chart:
    """Return the company's cash year by year as columns, and their sum so far as a line; year 0 is today."""
    _ = reader.gettext
    summed = np.cumsum(np.asarray(cash, dtype=float)).tolist()
    finding = _finding(years, summed, reader)
    measure = _("Cash flow of the year and so far, {unit}, the company's change against today; year 0 is today")
    measure = measure.format(unit=reader.money_word())
    drawing = Drawing(WIDTH, _BOTTOM + 26, _drawn(years, cash, summed, reader), finding)
    labels = [amount(x, "", reader) for x in summed]
    series = (
        ChartSeries(_("in the year"), list(cash), figure="cash", tone="before"),
        ChartSeries(_("so far"), summed, figure="cumulative", labels=labels),
    )
    names = [str(year) for year in years]
    data = ChartData("cash", "columns", series, names, (_("Year"), ""), units=("", reader.currency))
    return Chart(finding, measure, drawing, data)


def _finding(years: Sequence[int], summed: Sequence[float], reader: Reader) -> str:
    _, last = reader.gettext, summed[-1]
    below = [n for n, so_far in enumerate(summed) if so_far < 0]
    told = {"x": amount(abs(last), reader.currency, reader), "n": years[-1]}
    if last < 0:
        return _("By the end of year {n} {x} of the money is not back").format(**told)
    if not below:
        return _("The change costs no money in any year; by the end of year {n} it has brought {x}").format(**told)
    text = _("The money is back in year {year}; by the end of year {n} the change has brought {x}")
    return text.format(year=years[below[-1] + 1], **told)


def _drawn(years: Sequence[int], cash: Sequence[float], summed: Sequence[float], reader: Reader) -> list[str]:
    _ = reader.gettext
    low, high = min(0.0, *cash, *summed), max(0.0, *cash, *summed)
    scale = (_BOTTOM - _TOP) / ((high - low) or 1.0)
    step = (WIDTH - 2 * _LEFT) / len(years)

    def y(money: float) -> float:
        return _BOTTOM - (money - low) * scale

    at = [_LEFT + step * (n + 0.5) for n in range(len(years))]
    columns = [
        rect(x - step * 0.22, min(y(flow), y(0.0)), step * 0.44, abs(y(flow) - y(0.0)), EACH)
        for x, flow in zip(at, cash, strict=True)
    ]
    dots = [circle(x, y(flow), 3.5, ACCENT) for x, flow in zip(at, summed, strict=True)]
    told = [
        text(x, y(flow) - 8, amount(flow, "", reader), "middle", INK, bold=True)
        for x, flow in zip(at, summed, strict=True)
    ]
    return [
        *(rect(_LEFT, 2, 10, 10, EACH), text(_LEFT + 15, 11, _("in the year"), colour=MUTED)),
        *(circle(_LEFT + 165, 7, 3.5, ACCENT), text(_LEFT + 175, 11, _("so far"), colour=MUTED)),
        line(_LEFT, _BOTTOM, WIDTH - _LEFT, _BOTTOM, RULE),
        *columns,
        line(_LEFT, y(0.0), WIDTH - _LEFT, y(0.0), OWN),
        polyline(zip(at, map(y, summed), strict=True), ACCENT),
        *dots,
        *told,
        *(text(x, _BOTTOM + 18, str(year), "middle", MUTED) for x, year in zip(at, years, strict=True)),
    ]
