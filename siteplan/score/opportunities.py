"""Where else: white space and look-alikes of a market, as one finding."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from siteplan.market import Market
from siteplan.score.look_alikes import best_sites, likeness, look_alike_places, profiles, trade_areas, zone_traits
from siteplan.score.neighbourhood import around_zones
from siteplan.score.white_space import WhiteSpaceParams, described, unmet_demand, white_places
from siteplan.study import Study
from siteplan.tradearea import Utilities
from siteplan.travel import TravelTimes

__all__ = ["Opportunities", "find_openings"]


@dataclass(frozen=True)
class Opportunities:
    """White space and look-alikes.

    Attributes
    ----------
    zones : DataFrame indexed by zone_id
        demand, own, rivals, unmet, unserved (see white_space.unmet_demand); unlike (deviations from the best sites'
        trade areas), like (which of them is nearest, site_id).
    white_space, look_alikes : DataFrame, a row for each place, best first
        See white_space.described; look-alikes have `unlike` and `like` too.
    best : tuple of str
        The own sites (site_id) that look-alikes are like.
    best_by : str
        "sales", "capture", or "" where there is no own site that wins anything.
    minutes : float
        How far reach goes.
    """

    zones: pd.DataFrame
    white_space: pd.DataFrame
    look_alikes: pd.DataFrame
    best: tuple[str, ...]
    best_by: str
    minutes: float


def find_openings(
    study: Study, market: Market, travel: TravelTimes, model: Utilities, options: pd.DataFrame, sales: pd.Series
) -> Opportunities:
    """Return where demand is unmet, and what is like the best own sites' trade areas.

    `travel`, `model` and `options` are those of the groundwork, `sales` (vehicles/year) those of own sites observed.
    """
    minutes = study.score.minutes
    reach = around_zones(study.travel, market, minutes)
    stands = (options["change"] == "kept").to_numpy(dtype=bool)
    split = unmet_demand(model, stands)
    white, there = white_places(study.travel, market, reach, minutes, split)
    areas = trade_areas(model, stands, travel.fixed.site_ids, pd.Index(options["site_id"][stands]))
    best, best_by = best_sites(sales, areas.sum())
    rivals = model.by_zone(np.asarray(model.rivals.sum(axis=1), dtype=float)).to_numpy()  # alike for all parts
    traits = zone_traits(market.zones, rivals, reach)
    zones = split.join(likeness(traits, profiles(traits, areas, best)))
    alike = look_alike_places(zones["unlike"], _open_to(market, areas), reach, WhiteSpaceParams().places)
    about = described(market, split, alike, reach[:, alike], travel.candidates, minutes)
    return Opportunities(
        zones=zones,
        white_space=described(market, split, white, there, travel.candidates, minutes),
        look_alikes=about.assign(unlike=zones["unlike"].to_numpy()[alike], like=zones["like"].to_numpy()[alike]),
        best=best,
        best_by=best_by,
        minutes=minutes,
    )


def _open_to(market: Market, areas: pd.DataFrame) -> NDArray[np.bool_]:
    """Return the zones with people that lie in no own site's trade area (n_zones,)."""
    inside = (areas > 0).any(axis=1).to_numpy(dtype=bool)
    return np.asarray((market.zones["population"] > 0).to_numpy() & ~inside)
