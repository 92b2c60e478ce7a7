"""From sites to marks on the map, with what a click on each tells."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import replace
from math import isfinite
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from siteplan.evaluate import Plan
from siteplan.groundwork import Groundwork
from siteplan.market import Market
from siteplan.market.options import as_given
from siteplan.market.sales_caps import has_caps
from siteplan.present.maps.map_sites import Mark, format_shapes, sizes
from siteplan.present.plan_text.changes import changed
from siteplan.present.plan_text.volumes import range_marks
from siteplan.present.tables import vocabulary as v
from siteplan.present.tables.column import TableColumn
from siteplan.present.tables.forecast_table import with_forecast
from siteplan.present.text.reader import Reader
from siteplan.present.theme.style import ACCENT, OWN, RIVAL
from siteplan.present.web import Badge, Shape
from siteplan.present.web.popup import Popup
from siteplan.study import Study

__all__ = [
    "candidate_marks",
    "changed_marks",
    "chosen_marks",
    "own_marks",
    "rejected_marks",
    "rival_marks",
    "unscored_marks",
]

_SMALL = 11.0  # pixels of a site that stays in the background
Facts = Iterable[TableColumn]


def chosen_marks(plan: Plan, reader: Reader) -> list[Mark]:
    """Return the sites that open, larger ones win more; the largest are drawn first, so that none is hidden."""
    names = reader.shown(plan.market.candidates, "name")
    told = with_forecast(plan.sites, plan)
    sites = gpd.GeoDataFrame(told).assign(
        name=names.loc[plan.sites["site_id"]].to_numpy(),
        pixels=sizes(plan.sites["capture"].to_numpy()),
        doubt=range_marks(told, reader),
    )
    facts = (v.CAPTURE, *_above(plan), v.FORECAST, v.NET_NEW, v.CAPEX)
    shapes = _shapes(plan.study, sites["format"])
    return _marks(sites.set_index("site_id"), shapes, ACCENT, _Words(plan.market, reader), facts)


def _above(plan: Plan) -> tuple[TableColumn, ...]:
    """Return the fact of demand above capacity, where the study caps what sites sell."""
    return (v.ABOVE,) if has_caps(plan.study) else ()


def own_marks(study: Study, market: Market, reader: Reader) -> list[Mark]:
    """Return today's sites."""
    sites = market.facilities.assign(name=reader.shown(market.facilities, "name"), pixels=_SMALL + 1)
    return _marks(sites, _shapes(study, sites["format"]), OWN, _Words(market, reader), (v.AREA, v.SALES))


def changed_marks(plan: Plan, reader: Reader) -> list[Mark]:
    """Return today's sites that close, hollow and crossed out, and those that are converted, new with a dot."""
    names = reader.shown(plan.market.facilities, "name")
    facts = (v.CAPTURE_TODAY, v.CAPTURE, *_above(plan), v.NET_NEW, v.CAPEX)
    words = _Words(plan.market, reader)
    kinds: tuple[tuple[str, str, Badge], ...] = (("closed", OWN, "cross"), ("converted", ACCENT, "dot"))
    marks = []
    for change, colour, badge in kinds:
        sites = changed(plan, change).set_index("site_id")
        sites = sites.assign(name=names.loc[sites.index], pixels=_SMALL + 3)
        hollow = np.full(len(sites), change == "closed")
        drawn = _marks(sites, _shapes(plan.study, sites["format"]), colour, words, facts, hollow)
        marks += [replace(mark, badge=badge) for mark in drawn]
    return marks


def rejected_marks(plan: Plan, reader: Reader) -> list[Mark]:
    """Return the candidates that stay closed, hollow."""
    candidates = as_given(plan.market.candidates)
    closed = candidates[~candidates.index.isin(plan.sites["site_id"])]
    card = plan.scorecard
    # Picked by id: a Series of other rows would bring its own rows into a table that has none.
    scored = closed.assign(score=card.score.loc[closed.index], rank=card.rank.loc[closed.index], pixels=_SMALL)
    return _candidate_marks(plan.study, plan.market, scored, np.ones(len(scored), dtype=bool), reader)


def candidate_marks(ground: Groundwork, reader: Reader) -> list[Mark]:
    """Return all candidates, larger for a higher score, hollow where a gate fails."""
    card = ground.scorecard
    pixels = _SMALL - 3 + (card.score / 100 * 12).round()
    scored = as_given(ground.market.candidates).assign(score=card.score, rank=card.rank, pixels=pixels)
    scored = scored.sort_values("score", kind="stable")
    failed = (card.failed.loc[scored.index] != "").to_numpy()
    return _candidate_marks(ground.study, ground.market, scored, failed, reader)


def unscored_marks(study: Study, market: Market, reader: Reader) -> list[Mark]:
    """Return all candidates as they are before they are scored."""
    sites = market.candidates.assign(pixels=_SMALL)
    return _candidate_marks(study, market, sites, np.zeros(len(sites), dtype=bool), reader)


def rival_marks(market: Market, reader: Reader) -> list[Mark]:
    """Return the competitors."""
    sites = market.competitors.assign(name=reader.shown(market.competitors, "name"), pixels=_SMALL - 1)
    if "brand" in sites:
        sites = sites.assign(shown_brand=reader.shown(sites.fillna({"brand": ""}), "brand"))
    shapes: list[Shape] = ["diamond"] * len(sites)
    return _marks(sites, shapes, RIVAL, _Words(market, reader), (v.DRAWS,))


def _candidate_marks(
    study: Study, market: Market, sites: gpd.GeoDataFrame, hollow: np.ndarray, reader: Reader
) -> list[Mark]:
    first = sites["formats"].map(lambda formats: formats[0])
    named = sites.assign(name=reader.shown(sites, "name"), format=first)
    facts = (v.SCORE, v.RANK, v.FOOTFALL, v.RENT)
    return _marks(named, _shapes(study, first), ACCENT, _Words(market, reader), facts, hollow)


class _Words:
    """Places and formats in the reader's language, looked up once a layer."""

    def __init__(self, market: Market, reader: Reader) -> None:
        self.reader = reader
        self._places = reader.place_names(market.zones)

    def about(self, site: Mapping[Hashable, Any]) -> str:
        """Return a line about a site: format or brand, city and county, and what is in doubt about it."""
        kind = self.reader.format_name(site["format"]) if "format" in site else str(site.get("shown_brand", ""))
        city, county = self._places.get((site["city"], site["county"]), (site["city"], site["county"]))
        return " · ".join(part for part in dict.fromkeys((kind, city, county, site.get("doubt", ""))) if part)

    def facts(self, site: Mapping[Hashable, Any], wanted: Facts) -> list[tuple[str, str]]:
        """Return what is known of a site, with units."""
        known = [column for column in wanted if column.name in site and isfinite(site[column.name])]
        return [column.fact(float(site[column.name]), self.reader) for column in known]


def _marks(
    sites: gpd.GeoDataFrame,
    shapes: Iterable[Shape],
    colour: str,
    words: _Words,
    facts: Facts,
    hollow: np.ndarray | None = None,
) -> list[Mark]:
    """Return a mark for each row: `pixels` wide, `name` in its popup."""
    empty = np.zeros(len(sites), dtype=bool) if hollow is None else hollow
    known = pd.DataFrame(sites.drop(columns="geometry")).to_dict("records")
    at = zip(sites.geometry.x, sites.geometry.y, strict=True)
    rows = zip(sites.index, known, at, shapes, empty, strict=True)
    return [
        Mark(
            site_id=str(site_id),
            lon=float(lon),
            lat=float(lat),
            shape=shape,
            colour=colour,
            popup=Popup(str(site["name"]), words.about(site), words.facts(site, facts)),
            size=float(site["pixels"]),
            hollow=bool(is_hollow),
        )
        for site_id, site, (lon, lat), shape, is_hollow in rows
    ]


def _shapes(study: Study, formats: pd.Series) -> list[Shape]:
    known = format_shapes(tuple(study.formats))
    return [known[name] for name in formats]
