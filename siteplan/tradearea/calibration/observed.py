"""The flows of a study beside what its model knows of each pair: minutes, attractiveness, factors."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from siteplan.errors import Problem, StudyError
from siteplan.market import Market
from siteplan.market.options import expand_options
from siteplan.study import Study
from siteplan.study.decays import DECAYS
from siteplan.tradearea.attractiveness import references, relative, rival_attractiveness, site_attractiveness
from siteplan.tradearea.calibration.caution import N_, Caution, listed
from siteplan.tradearea.format_decay import PairDecay, own_curves
from siteplan.travel import TravelMatrix, TravelTimes

__all__ = ["DRIVEN", "KNOWN", "ObservedFlows", "observed_flows"]

KNOWN = "attractiveness"  # column of what the study says of a site and the flows do not tell
DRIVEN = "driven"  # column of minutes as they are


@dataclass(frozen=True)
class ObservedFlows:
    """What is fitted.

    Attributes
    ----------
    table : DataFrame (n_pairs,)
        zone_id, site_id, driven (minutes), minutes (as they are felt: where formats have rates of their own, those from
        which as many come by the one rate that is fitted), attractiveness (what is not fitted), one column for each
        factor (relative to the median candidate), tier, visits: all pairs of zones and sites of the flows within reach.
    factors : tuple of str
        Factors of attractiveness whose exponents the flows can tell.
    notes : tuple of str
        What was left out, and what is kept as it is.
    """

    table: pd.DataFrame
    factors: tuple[str, ...]
    notes: tuple[Caution, ...]


def observed_flows(study: Study, market: Market, travel: TravelTimes) -> ObservedFlows:
    """Return the study's flows as pairs. A site of the flows in reach of a zone of theirs is a pair, visited or not.

    Raises
    ------
    StudyError
        The study names no flows, or none of them lies within reach; or formats have curves of their own beside which
        no one rate can be fitted.
    """
    _refuse_bent(study)
    if market.flows is None:
        remedy = 'Add flows = "flows.csv" with zone_id, site_id, visits.'
        raise StudyError([Problem("study.toml [files]", "no table of flows is named", remedy, "flows")])
    sites = _sites(study, market)
    factors, notes = _told(study, sites.loc[_visited(market.flows)])
    sites[KNOWN] = sites[KNOWN] * _kept(study, sites, factors)
    own, rivals = (_within_reach(market.flows, found) for found in (travel.facilities, travel.competitors))
    pairs = pd.concat([_felt(study, market, own), _pairs(rivals)])
    table = pairs.merge(market.flows, how="left", on=["zone_id", "site_id"]).fillna({"visits": 0.0})
    table = table.join(sites, on="site_id").join(market.zones["tier"], on="zone_id")
    sells = table[KNOWN] > 0
    notes += _unreached(market.flows, table) + _mute(table[~sells])
    if not sells.any():
        raise StudyError([Problem("flows", "no site of the flows is within reach", "Raise travel.max_minutes.")])
    return ObservedFlows(table[sells].reset_index(drop=True), factors, tuple(notes))


def _sites(study: Study, market: Market) -> pd.DataFrame:
    """Return attractiveness without factors, and each factor of the study, by site_id."""
    area, own, rivals = study.trade_area, market.facilities, market.competitors
    reference, of_rivals = references(area, market, expand_options(market.candidates, study.formats))
    plain = area.model_copy(update={"exponents": {}})
    own_factors = {name: _relative(own, "format", name, usual) for name, usual in reference.items()}
    told = pd.DataFrame(
        {KNOWN: site_attractiveness(plain, study.formats, own, {}), **own_factors}, index=own.index, dtype=float
    )
    rival_factors = {name: _relative(rivals, "class", name, usual) for name, usual in of_rivals.items()}
    rival = pd.DataFrame({KNOWN: rival_attractiveness(area, rivals), **rival_factors}, index=rivals.index, dtype=float)
    return pd.concat([part for part in (told, rival) if len(part)]).fillna(1.0)


def _relative(sites: pd.DataFrame, kind: str, factor: str, usual: pd.Series) -> pd.Series:
    """Return a factor by the reference of the site's kind; 1 where a site does not give it."""
    given = sites[factor].astype(float) if factor in sites else pd.Series(np.nan, index=sites.index)
    return pd.Series(relative(given, sites[kind], usual), index=sites.index)


def _told(study: Study, sites: pd.DataFrame) -> tuple[tuple[str, ...], list[Caution]]:
    """Return the factors that differ among the sites of the flows, and a note on the others."""
    asked = study.trade_area.exponents
    factors = tuple(name for name in asked if name in sites and sites[name].nunique() > 1)
    text = N_(
        "The exponent of {name} is kept at {value}: the sites of the flows do not differ in it, or do not give it."
    )
    return factors, [
        Caution(text, {"name": name, "value": f"{asked[name]:g}"}) for name in asked if name not in factors
    ]


def _kept(study: Study, sites: pd.DataFrame, fitted: tuple[str, ...]) -> pd.Series:
    """Return the product of the factors that are not fitted, each to the study's exponent."""
    out = pd.Series(1.0, index=sites.index)
    for name, exponent in study.trade_area.exponents.items():
        if name in sites and name not in fitted:
            out = out * sites[name] ** exponent
    return out


def _visited(flows: pd.DataFrame) -> list[str]:
    return sorted(flows["site_id"].unique())


def _within_reach(flows: pd.DataFrame, travel: TravelMatrix) -> TravelMatrix:
    """Return minutes between the zones and the sites of the flows."""
    rows = np.flatnonzero(travel.zone_ids.isin(flows["zone_id"].unique()))
    cols = np.flatnonzero(travel.site_ids.isin(_visited(flows)))
    return TravelMatrix(travel.minutes[rows][:, cols], travel.zone_ids[rows], travel.site_ids[cols])


def _pairs(travel: TravelMatrix) -> pd.DataFrame:
    """Return each pair in reach: zone_id, site_id, minutes, driven."""
    found = travel.minutes.tocoo()
    ids = {"zone_id": travel.zone_ids[found.row], "site_id": travel.site_ids[found.col]}
    return pd.DataFrame({**ids, "minutes": found.data, DRIVEN: found.data})


def _felt(study: Study, market: Market, travel: TravelMatrix) -> pd.DataFrame:
    """Return the pairs of own sites, minutes as they are felt; none beyond the reach of a site's format."""
    pairs, tiers = _pairs(travel), market.zones["tier"].loc[travel.zone_ids]
    own = PairDecay.of(study, tiers, market.facilities["format"].loc[travel.site_ids], travel.minutes)
    if own is None:
        return pairs
    minutes = travel.minutes.data
    felt = own.felt(minutes) if own_curves(study) else minutes
    return pairs.assign(minutes=felt)[minutes <= own.reach]


def _refuse_bent(study: Study) -> None:
    """Refuse a curve that no one rate moves: formats' own have their ratio to the study's, and a midpoint beside."""
    own, decay = own_curves(study), study.trade_area.decay
    if own and DECAYS[decay].bends:
        what = f"a {decay} decay is fitted to all formats as one, and {', '.join(own)} have curves of their own"
        remedy = "Leave their rate and midpoint out for the fit, or choose a decay without a midpoint in [trade_area]."
        raise StudyError([Problem("study.toml [formats]", what, remedy, "rate, midpoint")])


def _unreached(flows: pd.DataFrame, table: pd.DataFrame) -> list[Caution]:
    reached = pd.MultiIndex.from_frame(flows[["zone_id", "site_id"]]).isin(
        pd.MultiIndex.from_frame(table[["zone_id", "site_id"]])
    )
    lost, total = float(flows.loc[~reached, "visits"].sum()), float(flows["visits"].sum())
    if lost <= 0:
        return []
    text = N_("{lost} of {all} visits are to sites beyond travel.max_minutes, or their format's, and were left out.")
    return [Caution(text, {"lost": f"{lost:,.0f}", "all": f"{total:,.0f}"})]


def _mute(table: pd.DataFrame) -> list[Caution]:
    """Return a note on sites that draw nobody by what the study says."""
    names = list(dict.fromkeys(table["site_id"]))
    return [Caution(N_("Sites of attractiveness 0 were left out: {sites}."), {"sites": listed(names)})] if names else []
