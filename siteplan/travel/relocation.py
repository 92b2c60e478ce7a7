"""Own sites that may move: a site at a candidate's place for each place that one may move to.

A site F that may move to the place of candidate C is a candidate "F@C" beside C, of the formats that F may have there:
everything that is told of candidates (minutes, costs, demand, rules) holds of it as it does of C.
"""

from __future__ import annotations

from dataclasses import replace

import geopandas as gpd
import numpy as np
import pandas as pd

from siteplan.errors import Problem
from siteplan.market import Market
from siteplan.study import Study
from siteplan.study.review_spec import CONVERTS, MOVES
from siteplan.travel.between import sites_within_km

__all__ = ["nowhere_to_move", "relocation_problems", "with_relocations"]


def with_relocations(study: Study, market: Market) -> Market:
    """Return the market with a candidate for each place that an own site may move to.

    Columns of candidates: `moves`, the own site that it stands for ("" of all others), and `place`, whose place it is.
    A place is that of a candidate that may open, within `relocate_km`, for a format that both the site and the
    candidate may have and that is not too large for it.
    """
    own = market.facilities
    if "keep" not in own or not own["keep"].isin(MOVES).any() or "moves" in market.candidates:
        return market
    pairs = _pairs(study, market)
    plain = market.candidates.assign(moves="", place="")
    there = plain.loc[[place for _, place, _ in pairs]]
    moved = there.assign(
        moves=[site for site, _, _ in pairs], place=there.index.to_numpy(), formats=[formats for *_, formats in pairs]
    )
    mark = "@"
    while any(mark in str(site) for site in plain.index):
        mark += "@"  # no id of the study is ever taken for one of these
    moved.index = pd.Index([f"{site}{mark}{place}" for site, place, _ in pairs], name=plain.index.name)
    candidates = gpd.GeoDataFrame(pd.concat([plain, moved]), crs=plain.crs)
    return replace(market, candidates=candidates, minutes=_minutes(market.minutes, moved))


def _pairs(study: Study, market: Market) -> list[tuple[str, str, tuple[str, ...]]]:
    """Return each site with each place that it may move to, and in which formats."""
    own, candidates = market.facilities, market.candidates
    moving = own[own["keep"].isin(MOVES)]
    near = sites_within_km(moving, candidates, study.review.relocate_km).tocoo()
    free = candidates["status"].eq("candidate").to_numpy(dtype=bool)
    found = []
    for row, column in sorted(zip(near.row.tolist(), near.col.tolist(), strict=True)):
        formats = _formats(study, moving.iloc[row], candidates.iloc[column])
        if free[column] and formats:
            found.append((str(moving.index[row]), str(candidates.index[column]), formats))
    return found


def _formats(study: Study, site: pd.Series, place: pd.Series) -> tuple[str, ...]:
    """Return the formats that a site may have at a place: its own, or those it may convert to, too."""
    others = (site.get("convert_to") or study.formats) if site["keep"] in CONVERTS else ()
    area = float(place["area_m2"]) if "area_m2" in place else np.nan
    return tuple(
        name
        for name in dict.fromkeys((site["format"], *others))
        if name in place["formats"] and not area < study.formats[name].least_area_m2
    )


def _minutes(minutes: pd.DataFrame | None, moved: gpd.GeoDataFrame) -> pd.DataFrame | None:
    """Return the user's own minutes with those to the same places under their other ids."""
    if minutes is None or moved.empty:
        return minutes
    again = pd.DataFrame({"site_id": moved["place"].to_numpy(), "as": moved.index.to_numpy()})
    more = minutes.merge(again, on="site_id").drop(columns="site_id").rename(columns={"as": "site_id"})
    return pd.concat([minutes, more[minutes.columns]], ignore_index=True)


def nowhere_to_move(study: Study, market: Market) -> list[str]:
    """Return the sites (site_id) whose column keep says that they stay or move, and that have no place to move to."""
    own = market.facilities
    asked = own.index[own["keep"] == "relocatable"].astype(str).tolist() if "keep" in own else []
    going = {site for site, *_ in _pairs(study, market)} if asked else set()
    return [site for site in asked if site not in going]


def relocation_problems(study: Study, market: Market) -> tuple[Problem, ...]:
    """Return that sites may move, and that there is nowhere to."""
    ids = tuple(nowhere_to_move(study, market))
    if not ids:
        return ()
    far = study.review.relocate_km
    what = f"the site may move, and no candidate within {far:g} km may open in its format"
    remedy = "Raise relocate_km in [review], add candidates, or give it another word."
    return (Problem("facilities", what, remedy, "keep", ids),)
