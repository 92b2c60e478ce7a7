"""A rival's best reply: the sites that win it most beside the plan, by the same search, and what they take from us.

The rival decides as a maker does: its pulls are the options, and our network with the plan, the other rivals and the
outside option are what stands against them (Huff 1964). It is a stress test, not a game: we do not answer again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import geopandas as gpd
import numpy as np
import pandas as pd
from scipy.sparse import csr_array, hstack, vstack

from siteplan.errors.params import Params, within
from siteplan.evaluate.stress.rival_shares import brands_of, shares_of, won_by_zone
from siteplan.formulate.network import Network
from siteplan.groundwork import Groundwork
from siteplan.market.options import as_given
from siteplan.optimise import Budget, Count, HuffCapture, Selection, SiteProblem, solve
from siteplan.optimise.types import Bools
from siteplan.study.uncertain.reply_spec import Reply
from siteplan.tradearea import attraction
from siteplan.tradearea.attractiveness import references, rival_attractiveness

__all__ = ["BrandReply", "ReplyParams", "best_replies", "places_of"]


@dataclass(frozen=True)
class ReplyParams(Params):
    """How long a rival thinks.

    Attributes
    ----------
    seconds : by the clock, for one reply, at most; the study's own limit where that is less
    """

    seconds: float = within(20.0, 0.01)


@dataclass(frozen=True)
class BrandReply:
    """What a rival opens in reply to the plan, and who loses by it.

    Attributes
    ----------
    sites : its new sites, with the columns of competitors
    wins_before, wins : vehicles/year of the brand beside the plan, before and with the reply
    from_us : vehicles/year that the plan's network loses by it
    bound : no reply wins the brand more (vehicles/year, as the search counts: within a rounding of `wins`)
    gap, status : of the search; "" where there is no place to open at
    cities : DataFrame, a row a city where people live: gain of the brand and from_us (vehicles/year), and sites there
    shares : DataFrame of who wins what with the reply (see rival_shares.shares_of)
    """

    spec: Reply
    sites: gpd.GeoDataFrame
    wins_before: float
    wins: float
    from_us: float
    bound: float
    gap: float
    status: str
    cities: pd.DataFrame
    shares: pd.DataFrame


def best_replies(ground: Groundwork, is_open: Bools, params: ReplyParams = ReplyParams()) -> tuple[BrandReply, ...]:
    """Return the reply of each brand that the study names to a plan (n_options,), each alone."""
    if not ground.study.replies:
        return ()
    before = Network(ground, is_open)
    return tuple(_reply(spec, before, params) for spec in ground.study.replies)


def places_of(spec: Reply, ground: Groundwork, is_open: Bools) -> gpd.GeoDataFrame:
    """Return where a rival may open, as competitors of its brand: candidates at which the plan opens nothing."""
    free = ground.market.entering[spec.table] if spec.table else as_given(ground.market.candidates)
    if not spec.table:
        free = free[~free.index.isin(ground.options.loc[is_open, "site_id"])]
    if spec.format:
        free = free[[bool({*spec.format} & {*formats}) for formats in free["formats"]]]
    for column in ("province", "city"):
        if named := getattr(spec, column):
            free = free[free[column].isin(named)]
    own = ground.market.competitors[_are(brands_of(ground.market.competitors), spec.brand)]
    kind = spec.rival_class or (str(own["class"].mode().iloc[0]) if len(own) else "")
    draws = spec.attractiveness
    if draws is None and not spec.rival_class:
        draws = float(own["attractiveness"].astype(float).median()) if len(own) else np.nan
    drawn = np.nan if draws is None else draws
    told = free.assign(brand=spec.brand, attractiveness=_given(free, "attractiveness").fillna(drawn))
    told["class"] = _given(free, "class").replace("", np.nan).fillna(kind)
    return told


def _given(places: pd.DataFrame, column: str) -> pd.Series:
    """Return what a rival's own table says of its places; the study's candidates tell nothing of rivals."""
    if "formats" in places or column not in places:
        return pd.Series(np.nan, index=places.index, dtype=object)
    return places[column].astype(object)


def _reply(spec: Reply, before: Network, params: ReplyParams) -> BrandReply:
    ground = before.ground
    places = places_of(spec, ground, before.is_open)
    utility, own = _pulls(ground, places, spec.table), _are(brands_of(ground.market.competitors), spec.brand)
    found = None if places.empty else _solved(spec, before, places, utility, own, params)
    chosen = np.zeros(len(places), dtype=bool) if found is None else found.open.to_numpy(dtype=bool)
    sites, opened = places[chosen], csr_array(utility[:, np.flatnonzero(chosen)])
    model = replace(ground.model, rivals=csr_array(hstack([ground.model.rivals, opened], format="csr")))
    brands = [*brands_of(ground.market.competitors), *[spec.brand] * len(sites)]
    after = Network(replace(ground, model=model), before.is_open)
    gain = won_by_zone(after, _are(brands, spec.brand)) - won_by_zone(before, own)
    wins = float(won_by_zone(before, own).sum())
    return BrandReply(
        spec=spec,
        sites=sites,
        wins_before=wins,
        wins=wins + float(gain.sum()),
        from_us=before.capture - after.capture,
        bound=wins if found is None else found.bound,
        gap=0.0 if found is None else found.gap,
        status="" if found is None else found.status.value,
        cities=_by_city(before, after, gain, sites),
        shares=shares_of(after, brands),
    )


def _are(brands: Sequence[str], brand: str) -> Bools:
    return np.array([name == brand for name in brands], dtype=bool)


def _by_city(before: Network, after: Network, gain: pd.Series, sites: pd.DataFrame) -> pd.DataFrame:
    """Return what the brand gains and we lose by city, where we lose most first."""
    ground = before.ground
    city, demand = ground.market.zones["city"], ground.model.demand.to_numpy()
    lost = ground.model.by_zone(demand * (before.shares.network - after.shares.network))
    table = pd.DataFrame({"gain": gain.groupby(city).sum(), "from_us": lost.groupby(city).sum()})
    opened = sites["city"].value_counts().reindex(table.index, fill_value=0)
    named = table.assign(sites=opened).rename_axis("city").reset_index()
    return named.sort_values("from_us", ascending=False, kind="stable", ignore_index=True)


def _pulls(ground: Groundwork, places: gpd.GeoDataFrame, table: str) -> csr_array:
    """Return the utilities of a rival's sites there (n_rows, n_places), as those of the rivals of today are made."""
    area, model = ground.study.trade_area, ground.model
    known = references(area, ground.market, ground.options)[1]
    draws = rival_attractiveness(area, places, known)
    to_places = ground.entering[table] if table else ground.travel.candidates
    minutes = to_places.to(places.index).minutes
    pulls = draws[minutes.indices] * attraction(area, minutes.data)
    by_zone = csr_array((pulls, minutes.indices, minutes.indptr), shape=minutes.shape)
    return csr_array(vstack([by_zone] * (len(model.demand) // max(len(ground.market.zones), 1)), format="csr"))


def _solved(
    spec: Reply, before: Network, places: gpd.GeoDataFrame, utility: csr_array, own: Bools, params: ReplyParams
) -> Selection:
    model, asked = before.ground.model, before.ground.study.plan
    ours = model.own_total + np.asarray(model.options @ before.is_open.astype(float), dtype=float)
    others = np.asarray(model.rivals[:, np.flatnonzero(~own)].sum(axis=1), dtype=float)
    theirs = np.asarray(model.rivals[:, np.flatnonzero(own)].sum(axis=1), dtype=float)
    capture = HuffCapture(utility, ours + others + model.outside, model.demand.to_numpy(dtype=float), theirs)
    options = pd.DataFrame({"site": places.index, "format": "reply"})
    rules: list[Count | Budget] = [Count(at_most=spec.sites)]
    if spec.budget is not None:
        options["cost"] = pd.to_numeric(places[spec.cost]).to_numpy(dtype=float)
        rules.append(Budget(spec.budget))
    problem = SiteProblem(options, capture, rules)
    return solve(problem, asked.gap, min(params.seconds, asked.time_limit), seed=asked.seed)
