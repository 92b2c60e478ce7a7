"""What a vehicle costs at each new site against what the site sells: above a line it costs more than it brings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import floor, log10
from typing import get_args

import numpy as np
import pandas as pd

from siteplan.evaluate import Plan
from siteplan.finance.cost_stack import earned_by_vehicle
from siteplan.present.charts.chart_data import ChartData, ChartSeries, Marker
from siteplan.present.charts.charts import WIDTH, Chart
from siteplan.present.charts.svg import Drawing, fitted, line, mark, text
from siteplan.present.charts.ticks import round_ticks
from siteplan.present.text.numbers import amount
from siteplan.present.text.reader import Reader
from siteplan.present.theme.style import INK, MUTED, OWN
from siteplan.present.theme.tones import RULE, TONES, Tone

__all__ = ["cost_chart"]

_LEFT, _RIGHT, _TOP, _BOTTOM = 76.0, WIDTH - 150, 12.0, 212.0
_KEYS = 4  # side by side
_MARKERS: tuple[Marker, ...] = get_args(Marker)
_TONES: tuple[Tone, ...] = ("main", "other", "before")
_HEADS = (1.0, 2.0, 5.0, 10.0)  # of the ends of an axis that goes by tens
_MOST_NAMED, _APART = 5, 13.0  # sites, pixels between their names
_SAME = 0.005  # of what a vehicle brings: lines nearer than that are one


def cost_chart(plan: Plan, reader: Reader) -> Chart | None:
    """Return cost per vehicle over vehicles a year of new sites that sell; None where none of them earns any margin."""
    sites = _sites(plan, reader)
    if sites.empty or not (sites["brings"] > 0).any():
        return None
    finding = _finding(sites, reader)
    measure = reader.gettext(
        "New sites that sell: what a vehicle costs the company, {unit}, against what the site sells; the axis of costs "
        "goes by tens"
    ).format(unit=reader.money_word("/vehicle"))
    groups = [_Group(name, place, sites[sites["format"] == name]) for place, name in enumerate(plan.study.formats)]
    shown = [group for group in groups if len(group.sites)]
    height = _BOTTOM + 40 + 18 * (-(-len(shown) // _KEYS))
    drawing = Drawing(WIDTH, height, [*_drawn(sites, shown, reader)], finding)
    return Chart(finding, measure, drawing, _data(sites, shown, reader))


@dataclass(frozen=True)
class _Group:
    """New sites of a format, which is the study's first, second, ..."""

    name: str
    place: int
    sites: pd.DataFrame

    @property
    def marker(self) -> Marker:
        return _MARKERS[self.place % len(_MARKERS)]

    @property
    def tone(self) -> Tone:
        return _TONES[self.place % len(_TONES)]


def _sites(plan: Plan, reader: Reader) -> pd.DataFrame:
    """Return name, format, sales, cost and what a vehicle brings of each new site that sells."""
    case = plan.business
    brings = pd.Series(earned_by_vehicle(case.flows["company"], plan.study.plan.discount_rate), case.sites["site_id"])
    brings = brings[(case.sites["change"] == "new").to_numpy()]
    names = reader.shown(plan.market.candidates, "name")
    frame = pd.DataFrame({
        "name": names.reindex(plan.sites["site_id"]).to_numpy(),
        "format": plan.sites["format"].to_numpy(),
        "sold": plan.sites["capture"].to_numpy(dtype=float),
        "cost": plan.sites["cost_per_vehicle"].to_numpy(dtype=float),
        "brings": brings.reindex(plan.sites["site_id"]).to_numpy(),
    })  # fmt: skip
    return frame[(frame["cost"] > 0) & (frame["sold"] > 0)]


def _finding(sites: pd.DataFrame, reader: Reader) -> str:
    _, n = reader.gettext, int((sites["cost"] > sites["brings"]).sum())
    ends = [amount(x, reader.currency, reader) for x in _lines(sites)]
    brings = ends[0] if len(ends) == 1 else _("{low} to {high}").format(low=ends[0], high=ends[-1])
    if not n:
        return _("At none of {all} new sites that sell does a vehicle cost more than the {brings} it brings").format(
            all=len(sites), brings=brings
        )
    said = _("At {n} of {all} new sites that sell a vehicle costs more than the {brings} it brings")
    return said.format(n=n, all=len(sites), brings=brings)


def _lines(sites: pd.DataFrame) -> list[float]:
    """Return what vehicles bring, each figure once, from the least to the most."""
    found: list[float] = []
    for brings in np.sort(sites["brings"].to_numpy(dtype=float)):
        if brings > 0 and (not found or brings > found[-1] * (1 + _SAME)):
            found.append(float(brings))
    return found


def _data(sites: pd.DataFrame, groups: Sequence[_Group], reader: Reader) -> ChartData:
    _, top, named = reader.gettext, float(sites["sold"].max()), set(_named(sites).index)
    dots = [
        ChartSeries(
            reader.format_name(group.name), group.sites["cost"].tolist(), group.sites["sold"].tolist(),
            "cost_per_vehicle", [str(name) if at in named else "" for at, name in group.sites["name"].items()],
            group.tone, group.marker,
        )
        for group in groups
    ]  # fmt: skip
    said = _("what a vehicle brings")
    lines = [ChartSeries(said, [brings, brings], [0.0, top], tone="bound") for brings in _lines(sites)]
    titles = (reader.unit_word("vehicles/year"), reader.money_word("/vehicle"))
    units = ("vehicles/year", f"{reader.currency}/vehicle")
    return ChartData("costs", "scatter", [*dots, *lines], titles=titles, span=_span(sites), by_tens=True, units=units)


def _named(sites: pd.DataFrame) -> pd.DataFrame:
    """Return the sites that are named: of those that lose by a vehicle, where it costs most."""
    return sites[sites["cost"] > sites["brings"]].nlargest(_MOST_NAMED, "cost", keep="first")


def _span(sites: pd.DataFrame) -> tuple[float, float]:
    """Return the ends of the axis of costs: 1, 2 or 5 times a power of ten."""
    values = [*sites["cost"], *_lines(sites)]
    low, high = (10.0 ** floor(log10(end(values))) for end in (min, max))
    return (
        low * max(head for head in _HEADS if head * low <= min(values)),
        high * min(head for head in _HEADS if head * high >= max(values)),
    )


@dataclass(frozen=True)
class _Plot:
    """From sales and costs to pixels; costs go by tens."""

    most: float
    low: float
    high: float

    def x(self, sold: float) -> float:
        return _LEFT + (_RIGHT - _LEFT) * sold / self.most

    def y(self, cost: float) -> float:
        part = log10(cost / self.low) / log10(self.high / self.low) if self.high > self.low else 0.5
        return _BOTTOM - (_BOTTOM - _TOP) * part

    @property
    def ticks(self) -> list[float]:
        first = floor(log10(self.low))
        every = [head * 10.0**power for power in range(first, first + 12) for head in _HEADS[:-1]]
        return [value for value in every if self.low <= value <= self.high]


def _drawn(sites: pd.DataFrame, groups: Sequence[_Group], reader: Reader) -> Iterator[str]:
    plot = _Plot(float(sites["sold"].max()) * 1.03, *_span(sites))
    yield from _axes(plot, reader)
    for brings in _lines(sites):
        yield line(_LEFT, plot.y(brings), _RIGHT, plot.y(brings), OWN, 1.4)
        yield text(_RIGHT + 6, plot.y(brings) + 4, amount(brings, "", reader), colour=OWN, bold=True)
    yield text(_RIGHT + 6, plot.y(min(_lines(sites))) + 18, reader.gettext("what a vehicle brings"), colour=MUTED)
    for n, group in enumerate(groups):
        x, y = 140.0 * (n % _KEYS), _BOTTOM + 50 + 18 * (n // _KEYS)
        yield mark(group.marker, x + 6, y - 4, 5.0, TONES[group.tone])
        yield text(x + 16, y, fitted(reader.format_name(group.name), 120), colour=MUTED)
        for sold, cost in zip(group.sites["sold"], group.sites["cost"], strict=True):
            yield mark(group.marker, plot.x(sold), plot.y(cost), 4.2, TONES[group.tone])
    yield from _names(plot, sites)


def _axes(plot: _Plot, reader: Reader) -> Iterator[str]:
    yield line(_LEFT, _BOTTOM, _RIGHT, _BOTTOM)
    for cost in plot.ticks:
        yield line(_LEFT, plot.y(cost), _RIGHT, plot.y(cost), RULE)
        yield text(_LEFT - 6, plot.y(cost) + 4, amount(cost, "", reader), "end", MUTED)
    for sold in round_ticks(0.0, plot.most):
        yield text(plot.x(sold), _BOTTOM + 16, amount(sold, "", reader), "middle", MUTED)
    yield text((_LEFT + _RIGHT) / 2, _BOTTOM + 34, reader.unit_word("vehicles/year"), "middle", MUTED)


def _names(plot: _Plot, sites: pd.DataFrame) -> Iterator[str]:
    """Yield the names beside their dots, each with a line to its own; none touches another."""
    named, last = _named(sites), -_APART
    beside = max((plot.x(sold) for sold in named["sold"]), default=0.0) + 24
    for name, sold, cost in zip(named["name"], named["sold"], named["cost"], strict=True):
        last = max(plot.y(cost), last + _APART)
        yield line(plot.x(sold) + 6, plot.y(cost), beside - 3, last, MUTED, 0.5)
        yield text(beside, last + 4, fitted(str(name), WIDTH - beside), colour=INK)
