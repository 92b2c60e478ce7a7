"""Candidates side by side: the figures of each, those first in which they are farthest apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import isfinite, nan

import pandas as pd

from siteplan.evaluate.alone import Alone, alone
from siteplan.groundwork import Groundwork
from siteplan.market.sales_caps import has_caps
from siteplan.present.candidates import candidate_vocabulary as c
from siteplan.present.candidates.among_all import among_all
from siteplan.present.model_text.score_words import criterion_name
from siteplan.present.tables import vocabulary as v
from siteplan.present.tables.column import TableColumn
from siteplan.present.text.reader import Reader

__all__ = ["MOST", "SideBySide", "option_in", "side_by_side"]

MOST = 5  # candidates that a page has room for


@dataclass(frozen=True)
class SideFigure:
    """A figure of candidates that are compared.

    Attributes
    ----------
    column : what it is
    values : (n,) in its unit, NaN where it is not known
    percentiles : (n,) 0-100 among all candidates; empty where only these are known
    """

    column: TableColumn
    values: tuple[float, ...]
    percentiles: tuple[float, ...] = ()

    @property
    def spread(self) -> float:
        """Return by how many percentiles the highest is above the lowest; NaN where that is not known."""
        known = [x for x in self.percentiles if isfinite(x)]
        return max(known) - min(known) if len(known) > 1 else nan


@dataclass(frozen=True)
class SideBySide:
    """Candidates that are compared, each in one of its formats.

    Attributes
    ----------
    options : labels of Groundwork.options, one a site
    brought : what each brings alone beside today's network
    among : percentiles of their figures (see among_all), a row each
    """

    ground: Groundwork
    options: tuple[str, ...]
    brought: tuple[Alone, ...]
    among: pd.DataFrame
    reader: Reader

    @property
    def rows(self) -> pd.DataFrame:
        """Their rows of Groundwork.options."""
        return self.ground.options.loc[[*self.options]]

    @property
    def sites(self) -> list[str]:
        """Their site_ids."""
        return [*map(str, self.rows["site_id"])]

    @property
    def names(self) -> dict[str, str]:
        """Their names as people read them, by site_id; one that repeats has the id beside it."""
        shown = self.reader.shown(self.ground.market.candidates.loc[self.sites], "name")
        return {site: str(name) for site, name in zip(self.sites, shown, strict=True)}

    @property
    def figures(self) -> list[SideFigure]:
        """Their figures, the widest apart first; those that are known of these alone follow."""
        told = [*_scores(self), *_criteria(self), *_sales(self), *_costs(self)]
        return sorted(told, key=lambda figure: -figure.spread if isfinite(figure.spread) else 1.0)


def option_in(ground: Groundwork, site_id: str, format_: str | None) -> str | None:
    """Return a candidate's option of a format, else its first; None where no format fits it."""
    rows = ground.options[(ground.options["site_id"] == site_id) & (ground.options["change"] == "new")]
    asked = rows.index[rows["format"] == format_]
    return next((str(option) for option in [*asked, *rows.index]), None)


def side_by_side(
    ground: Groundwork,
    options: Iterable[str],
    reader: Reader,
    among: pd.DataFrame | None = None,
    brought: Sequence[Alone] | None = None,
) -> SideBySide:
    """Return options of candidates side by side.

    Parameters
    ----------
    options : labels of Groundwork.options, each of another candidate
    among : of all options, where it is known already (see among_all)
    brought : of each of these, where it is known already
    """
    asked = tuple(options)
    everyone = among_all(ground) if among is None else among
    each = tuple(alone(ground, option) for option in asked) if brought is None else tuple(brought)
    return SideBySide(ground, asked, each, everyone.loc[[*asked]], reader)


def _figure(found: SideBySide, column: TableColumn, values: Iterable[float]) -> SideFigure:
    known = tuple(found.among[column.name].astype(float)) if column.name in found.among else ()
    return SideFigure(column, tuple(map(float, values)), known)


def _scores(found: SideBySide) -> Iterator[SideFigure]:
    card, rows = found.ground.scorecard, found.rows
    yield _figure(found, v.SCORE, card.score[found.sites])
    if card.spec.formats:
        pairs = zip(rows["site_id"], rows["format"], strict=True)
        yield _figure(found, v.SCORE_AS_FORMAT, (float(card.by_format[kind][site]) for site, kind in pairs))


def _criteria(found: SideBySide) -> Iterator[SideFigure]:
    """Yield what the score is made of, and rent where it is not part of it."""
    card, reader = found.ground.scorecard, found.reader
    for name, unit in card.units().items():
        column = c.criterion_of(str(name), criterion_name(str(name), reader), str(unit))
        yield _figure(found, column, card.values[name].loc[found.sites])
    if v.RENT.name not in card.values:
        yield _figure(found, v.RENT, found.rows["rent"].astype(float))


def _sales(found: SideBySide) -> Iterator[SideFigure]:
    """Yield what each sells alone beside today's network, from whom, and what own sites' sales lead to expect."""
    each, forecast = found.brought, found.ground.forecast
    yield _figure(found, v.CAPTURE, [one.capture for one in each])
    yield _figure(found, v.NET_NEW, [one.net_new for one in each])
    yield _figure(found, v.CANNIBALISED, [one.taken.from_own.iloc[0] for one in each])
    yield _figure(found, v.FROM_RIVALS, [one.taken.from_rivals.iloc[0] for one in each])
    if has_caps(found.ground.study):
        yield _figure(found, v.ABOVE, [one.demand_above_capacity for one in each])
    if forecast.observed.given and not forecast.refusal:
        yield _figure(found, v.FORECAST, forecast.options.loc[[*found.options], "forecast"].astype(float))
    yield _figure(found, c.PEOPLE_IN_AREA, (float(one.trade_area["population"][c.AREA_LEVEL]) for one in each))


def _costs(found: SideBySide) -> Iterator[SideFigure]:
    for column in (v.CAPEX, v.OPEX):
        yield _figure(found, column, found.rows[column.name])
