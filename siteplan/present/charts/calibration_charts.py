"""A calibration drawn: observed against predicted visits, and where people travel farther than the model says."""

from __future__ import annotations

import numpy as np
import pandas as pd

from siteplan.present.charts.chart_data import ChartData, ChartSeries
from siteplan.present.charts.charts import WIDTH, Chart
from siteplan.present.charts.map_frame import HEAD, Frame, degrees_of
from siteplan.present.charts.svg import Drawing, circle, line, path, rect, text
from siteplan.present.maps.merged_zones import screen_mosaic
from siteplan.present.plan_text.sentences import percent
from siteplan.present.text.numbers import exact
from siteplan.present.text.reader import Reader
from siteplan.present.theme.style import ACCENT, MUTED, RIVAL, Classes, diverging
from siteplan.present.theme.tones import LAND, RULE
from siteplan.tradearea.calibration import Calibration
from siteplan.tradearea.calibration.residuals import by_site, by_zone

__all__ = ["residual_map", "scatter_chart"]

_LEFT, _TOP, _SIDE = 70.0, 10.0, 300.0
_MAP_WIDTH = 520.0


def scatter_chart(found: Calibration, reader: Reader) -> Chart:
    """Return each site's visits, observed (upwards) against predicted (to the right), on root scales."""
    _ = reader.gettext
    sites = by_site(found.pairs)
    off = float((sites["visits"] - sites["expected"]).abs().sum() / sites["visits"].sum())
    finding = _("Visits to sites are off by {share} on average").format(share=percent(off, reader))
    top = max(float(sites.to_numpy().max()), 1.0)
    own = sites.index.isin(found.market.facilities.index)
    dots = [dot for mine, colour in ((False, RIVAL), (True, ACCENT)) for dot in _dots(sites[own == mine], top, colour)]
    drawing = Drawing(WIDTH, _TOP + _SIDE + 40, [*_axes(top, reader), *dots, *_key(reader)], finding)
    measure = _("Visits by site, observed against predicted; square-root scales; equal on the line")
    return Chart(finding, measure, drawing, _scatter_data(sites, own, reader))


def _scatter_data(sites: pd.DataFrame, own: np.ndarray, reader: Reader) -> ChartData:
    """Return own sites and rivals, and the line on which visits are as predicted."""
    _, top = reader.gettext, max(float(sites.to_numpy().max()), 1.0)
    mine, others = sites[own], sites[~own]
    dots = (
        ChartSeries(_("own site"), mine["visits"].tolist(), mine["expected"].tolist(), "visits"),
        ChartSeries(
            _("competitor"), others["visits"].tolist(), others["expected"].tolist(), "visits", (), "before", "diamond"
        ),
    )
    equal = ChartSeries(_("as predicted"), [0.0, top], [0.0, top], tone="bound")
    titles = (_("predicted visits"), _("observed"))
    shown = [one for one in dots if one.x]
    return ChartData("visits", "scatter", (*shown, equal), titles=titles, span=(0.0, top))


def _place(values: pd.Series | float, top: float) -> np.ndarray:
    return np.asarray(_SIDE * np.sqrt(np.asarray(values, dtype=float) / top))


def _dots(sites: pd.DataFrame, top: float, colour: str) -> list[str]:
    x, y = _LEFT + _place(sites["expected"], top), _TOP + _SIDE - _place(sites["visits"], top)
    return [circle(float(a), float(b), 3.2, colour) for a, b in zip(x, y, strict=True)]


def _axes(top: float, reader: Reader) -> list[str]:
    _ = reader.gettext
    bottom, right = _TOP + _SIDE, _LEFT + _SIDE
    parts = [line(_LEFT, bottom, right, _TOP, MUTED)]
    for value in _ticks(top):
        at = float(_place(value, top))
        parts += [line(_LEFT, bottom - at, right, bottom - at, RULE), line(_LEFT + at, _TOP, _LEFT + at, bottom, RULE)]
        parts += [text(_LEFT - 6, bottom - at + 4, exact(value), "end", MUTED)]
        parts += [text(_LEFT + at, bottom + 16, exact(value), "middle", MUTED)]
    return [
        *parts,
        text(_LEFT + _SIDE / 2, bottom + 34, _("predicted visits"), "middle", MUTED),
        text(4, _TOP + 4, _("observed"), colour=MUTED),
    ]


def _ticks(top: float) -> list[float]:
    """Return 0 and three round numbers up to the top."""
    step = 10 ** np.floor(np.log10(top))
    whole = step * np.floor(top / step)
    return sorted({0.0, float(f"{whole / 16:.1g}"), float(f"{whole / 4:.1g}"), float(whole)})


def _key(reader: Reader) -> list[str]:
    _ = reader.gettext
    x = _LEFT + _SIDE + 40
    rows = ((ACCENT, _("own site")), (RIVAL, _("competitor")))
    return [
        part
        for n, (colour, label) in enumerate(rows)
        for part in (circle(x, _TOP + 16 + 20 * n, 3.5, colour), text(x + 12, _TOP + 20 + 20 * n, label, colour=MUTED))
    ]


def residual_map(found: Calibration, reader: Reader) -> Chart:
    """Return the zones of the flows, by how much farther their people travel than the model says."""
    _ = reader.gettext
    zones = by_zone(found.pairs)
    places = found.market.zones.geometry
    mosaic = screen_mosaic(found.market.zones)
    frame = Frame(mosaic.areas, _MAP_WIDTH)
    spots = frame.xy(degrees_of(places.loc[zones.index].representative_point())) + np.array([0.0, HEAD])
    classes = diverging(zones["longer"])
    dots = [
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{colour}" stroke="{MUTED}" stroke-width="0.6"/>'
        for (x, y), colour in zip(spots, classes.colour(zones["longer"]), strict=True)
    ]
    land = path(frame.shape(mosaic.outline, 0.0), LAND, MUTED)
    finding = _residual_finding(zones, reader)
    drawing = Drawing(WIDTH, HEAD + frame.height + 30, [land, *dots, *_classes(classes, frame, reader)], finding)
    return Chart(finding, _("Zones with flows: mean minutes of a visit, observed minus predicted"), drawing)


def _classes(classes: Classes, frame: Frame, reader: Reader) -> list[str]:
    y = HEAD + frame.height + 18
    labels = classes.labels("min", reader)
    step = WIDTH / len(labels)
    return [
        part
        for n, (colour, label) in enumerate(zip(classes.colours, labels, strict=True))
        for part in (rect(n * step, y - 9, 14, 10, colour), text(n * step + 18, y, label, colour=MUTED))
    ]


def _residual_finding(zones: pd.DataFrame, reader: Reader) -> str:
    _ = reader.gettext
    weight = zones["visits"]
    typical = float(np.average(zones["longer"].abs(), weights=weight))
    mean = float(np.average(zones["minutes"], weights=weight))
    return _("Visits take {mean} minutes on average; per zone the model is off by {typical}").format(
        mean=exact(mean, 1), typical=exact(typical, 1)
    )
