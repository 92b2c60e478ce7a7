"""How good the sales forecast is: what own sites sold against what was forecast of them."""

from __future__ import annotations

import numpy as np

from siteplan.forecast import Forecast
from siteplan.present.charts.chart_data import ChartData, ChartSeries
from siteplan.present.charts.charts import WIDTH, Chart
from siteplan.present.charts.svg import Drawing, circle, line, polyline, text
from siteplan.present.model_text.forecast_words import model_name
from siteplan.present.text.numbers import amount, share
from siteplan.present.text.reader import Reader
from siteplan.present.theme.style import ACCENT, MUTED
from siteplan.present.theme.tones import RULE

__all__ = ["forecast_chart"]

_SIDE, _LEFT, _TOP = 260.0, 80.0, 14.0
_RIGHT, _BOTTOM = _LEFT + _SIDE, _TOP + _SIDE


def forecast_chart(forecast: Forecast, reader: Reader) -> Chart | None:
    """Return observed sales over forecasts of sites held out; None where there is no forecast."""
    if forecast.refusal:
        return None
    _ = reader.gettext
    finding = _("Forecasts of own sites are off by {mape} on average").format(
        mape=share(float(forecast.errors["mape"][forecast.model]), reader)
    )
    measure = _(
        "Annual sales of each own site against its forecast made without its spatial block, vehicles/year; {model}"
    ).format(model=model_name(forecast.model, reader))
    drawing = Drawing(WIDTH, _BOTTOM + 40, _points(forecast, reader), finding)
    return Chart(finding, measure, drawing, _forecast_data(forecast, reader))


def _forecast_data(forecast: Forecast, reader: Reader) -> ChartData:
    """Return the dots, and the line on which forecasts are right."""
    _, sites = reader.gettext, forecast.sites
    top = float(sites.to_numpy(dtype=float).max())
    dots = ChartSeries(_("own site"), sites["sales"].tolist(), sites["forecast"].tolist(), "sales")
    right = ChartSeries(_("as forecast"), [0.0, top], [0.0, top], tone="bound")
    titles = (_("forecast, held out"), _("observed"))
    return ChartData("forecast", "scatter", (dots, right), titles=titles, span=(0.0, top))


def _points(forecast: Forecast, reader: Reader) -> list[str]:
    """Return a dot for each site, and the line on which forecasts are right."""
    _ = reader.gettext
    top = float(forecast.sites.to_numpy(dtype=float).max())
    x = _LEFT + _SIDE * np.asarray(forecast.sites["forecast"], dtype=float) / top
    y = _BOTTOM - _SIDE * np.asarray(forecast.sites["sales"], dtype=float) / top
    return [
        line(_LEFT, _BOTTOM, _RIGHT, _BOTTOM),
        line(_LEFT, _TOP, _LEFT, _BOTTOM),
        line((_LEFT + _RIGHT) / 2, _TOP, (_LEFT + _RIGHT) / 2, _BOTTOM, RULE),
        line(_LEFT, (_TOP + _BOTTOM) / 2, _RIGHT, (_TOP + _BOTTOM) / 2, RULE),
        polyline([(_LEFT, _BOTTOM), (_RIGHT, _TOP)], MUTED, dashed=True),
        text(_RIGHT + 8, _TOP + 8, _("as forecast"), colour=MUTED),
        text(_LEFT - 6, _BOTTOM, "0", "end", MUTED),
        text(_LEFT - 6, _TOP + 8, amount(top, "", reader), "end", MUTED),
        text(_RIGHT, _BOTTOM + 16, amount(top, "", reader), "end", MUTED),
        text(_LEFT, _BOTTOM + 32, _("forecast, held out"), colour=MUTED),
        text(_LEFT + 6, _TOP + 8, _("observed"), colour=MUTED),
        *(circle(float(a), float(b), 3.5, ACCENT) for a, b in zip(x, y, strict=True)),
    ]
