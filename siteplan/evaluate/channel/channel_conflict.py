"""Channel conflict: what each own site of today loses to new ones, whose territory is breached, who decides."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csr_array, diags_array

from siteplan.evaluate.channel.market_difficulty import market_difficulty, weight_of
from siteplan.evaluate.channel.own_network import OwnNetwork, own_network, won_today
from siteplan.formulate.network import Network
from siteplan.groundwork import Groundwork
from siteplan.study import Study
from siteplan.study.conflict_spec import LEVELS, ConflictLimits
from siteplan.study.rules import TerritoryRule
from siteplan.tradearea import Transfers
from siteplan.travel import minutes_between

__all__ = ["ChannelConflict", "channel_conflict"]

Floats = NDArray[np.float64]
LEAST = 0.005  # of what a site wins today: what a pair takes below that is told by transfers.csv alone
ABOUT = ["site_id", "name", "city", "county", "tier", "format", "ownership"]


@dataclass(frozen=True)
class ChannelConflict:
    """What new and converted sites take from own sites of today that stay as they are.

    Attributes
    ----------
    sites : DataFrame, a row for each such own site, the largest share lost first
        site_id, name, city, county, tier, format, ownership, won_today and lost (demand, vehicles/year), lost_share,
        losing_to (how many sites take something), territories (how many breach its territory), severity ("none", or
        one of LEVELS).
    pairs : DataFrame, a row for each own site and each site that takes LEAST of what it wins, or breaches its territory
        site_id, ownership, to (site_id), to_format, to_ownership, lost, lost_share, minutes_apart (infinite
        beyond travel.max_minutes, NaN where nobody knows), shared_people (within the territories of both), breach,
        severity; where the two are run by others: lost_margin (currency/year), own_part (of it that the own site is
        suggested to keep) and own_margin, else NaN.
    cities : DataFrame by city, see market_difficulty
    territory_minutes : how far a territory goes; NaN where nothing says so
    """

    sites: pd.DataFrame
    pairs: pd.DataFrame
    cities: pd.DataFrame
    territory_minutes: float


def channel_conflict(before: Network, after: Network, taken: Transfers) -> ChannelConflict:
    """Return who of today's own sites loses what to whom; sites that close or convert lose nothing to anybody."""
    ground, own = after.ground, own_network(after)
    cities, minutes = market_difficulty(before), _territory_minutes(ground.study)
    today = won_today(before)
    pairs = _pairs(ground, own, taken, today, minutes)
    pairs = pairs.join(_split(pairs, own, cities, ground.study))
    limits = ground.study.conflict
    pairs = pairs.assign(
        severity=[_severity(*row, limits) for row in zip(pairs["lost_share"], pairs["breach"], strict=True)]
    )
    sites = _sites(own, pairs, today, limits)
    told = pairs[(pairs["lost_share"] >= LEAST) | pairs["breach"]]
    told = told.sort_values(["lost_share", "site_id", "to"], ascending=[False, True, True], kind="stable")
    columns = [name for name in told if name not in ("row", "column")]
    return ChannelConflict(sites, told[columns].reset_index(drop=True), cities, minutes)


def _territory_minutes(study: Study) -> float:
    """Return how far a site's territory goes: as [conflict] says, else the most of the rules; NaN if neither does."""
    if study.conflict.territory_minutes is not None:
        return study.conflict.territory_minutes
    asked = [rule.minutes for rule in study.plan.rules if isinstance(rule, TerritoryRule)]
    return max(asked, default=float("nan"))


def _severity(lost_share: float, breach: bool, limits: ConflictLimits) -> str:
    """Return how severe a loss is; a breach of a territory is low at least."""
    reached = [level for level in LEVELS if lost_share >= limits.share_lost[level]]
    return reached[-1] if reached else ("low" if breach else "none")


def _pairs(ground: Groundwork, own: OwnNetwork, taken: Transfers, today: pd.Series, minutes: float) -> pd.DataFrame:
    """Return every pair of an own site that stays as it is and a new or converted one; row and column in `own`."""
    rows, columns = np.flatnonzero(~own.is_new), np.flatnonzero(own.is_new)
    losing, taking = own.sites.iloc[rows], own.sites.iloc[columns]
    lost = taken.own.reindex(losing["site_id"])[list(taking["site_id"])].to_numpy(dtype=float)
    won = today.reindex(losing["site_id"]).to_numpy(dtype=float)
    share = np.divide(lost, won[:, None], out=np.zeros_like(lost), where=won[:, None] > 0)
    people = _shared_people(ground, own, minutes)[np.ix_(rows, columns)]
    i, j = (index.ravel() for index in np.indices(lost.shape))
    return pd.DataFrame(
        {
            "row": rows[i],
            "column": columns[j],
            "site_id": losing["site_id"].to_numpy()[i],
            "ownership": losing["ownership"].to_numpy()[i],
            "to": taking["site_id"].to_numpy()[j],
            "to_format": taking["format"].to_numpy()[j],
            "to_ownership": taking["ownership"].to_numpy()[j],
            "lost": lost.ravel(),
            "lost_share": share.ravel(),
            "minutes_apart": _between(ground, losing, taking).ravel(),
            "shared_people": people.ravel(),
            "breach": people.ravel() > 0,
        }
    )


def _between(ground: Groundwork, losing: pd.DataFrame, taking: pd.DataFrame) -> Floats:
    market = ground.market
    starts = market.facilities.loc[losing["site_id"]]
    new = (taking["change"] == "new").to_numpy(dtype=bool)
    out = np.full((len(losing), len(taking)), np.nan)
    for chosen, table in ((new, market.candidates), (~new, market.facilities)):
        ends = gpd.GeoDataFrame(table.loc[taking.loc[chosen, "site_id"]])
        out[:, chosen] = minutes_between(ground.study.travel, market, starts, ends)
    return out


def _shared_people(ground: Groundwork, own: OwnNetwork, minutes: float) -> Floats:
    """Return the persons who live within so many minutes of two sites (n_sites, n_sites); none where nobody asks."""
    n = len(own.sites)
    if np.isnan(minutes):
        return np.zeros((n, n))
    near = csr_array(own.minutes.within(minutes).astype(float))
    persons = ground.market.zones["population"].to_numpy(dtype=float)
    return np.asarray((near.T @ (diags_array(persons) @ near)).toarray(), dtype=float)


def _split(pairs: pd.DataFrame, own: OwnNetwork, cities: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Return the margin lost to a site that somebody else runs, and how the two might share it.

    By what each wins with the plan, times the weight of its city's difficulty: who sells in a hard market keeps more.
    """
    index = own.sites["city"].map(cities["difficulty"]).fillna(0.0).to_numpy(dtype=float)
    weight = own.sites["won"].to_numpy(dtype=float) * weight_of(index)
    losing, taking = weight[pairs["row"]], weight[pairs["column"]]
    whole = losing + taking
    part = np.divide(losing, whole, out=np.full(len(pairs), 0.5), where=whole > 0)
    margin = own.sites["format"].map({name: spec.margin for name, spec in study.formats.items()}).to_numpy(dtype=float)
    lost = pairs["lost"].to_numpy(dtype=float) * margin[pairs["row"]]
    apart = (pairs["ownership"] != pairs["to_ownership"]).to_numpy(dtype=bool)
    found = {"lost_margin": lost, "own_part": part, "own_margin": lost * part}
    return pd.DataFrame({name: np.where(apart, x, np.nan) for name, x in found.items()}, index=pairs.index)


def _sites(own: OwnNetwork, pairs: pd.DataFrame, today: pd.Series, limits: ConflictLimits) -> pd.DataFrame:
    """Return what each own site that stays as it is loses in all."""
    sites = own.sites.loc[~own.is_new, ABOUT].set_index("site_id", drop=False)
    by_site = pairs.groupby("site_id", sort=False)
    won = today.reindex(sites.index)
    lost = by_site["lost"].sum().reindex(sites.index, fill_value=0.0)
    breaches = by_site["breach"].sum().reindex(sites.index, fill_value=0).astype(int)
    share = (lost / won.where(won > 0)).fillna(0.0)
    table = sites.assign(
        won_today=won,
        lost=lost,
        lost_share=share,
        losing_to=pairs["lost"].gt(0).groupby(pairs["site_id"]).sum().reindex(sites.index, fill_value=0).astype(int),
        territories=breaches,
        severity=[_severity(*row, limits) for row in zip(share, breaches > 0, strict=True)],
    )
    return table.sort_values(["lost_share", "territories"], ascending=False, kind="stable").reset_index(drop=True)
