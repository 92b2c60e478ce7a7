"""Invent observed flows: visits to today's sites, drawn from the study's own Huff model with a decay of their own."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd

from siteplan.data import read_market, read_study
from siteplan.market import Market
from siteplan.study import Study
from siteplan.tradearea import attraction
from siteplan.tradearea.calibration.observed import KNOWN, observed_flows
from siteplan.travel import travel_times

__all__ = ["flows"]

TRUE_RATE = 0.068  # a minute; the study assumes 0.08
ZONES = 120
VISITS = (40, 250)  # of a zone


def flows(question: Path, tables: Path, rng: np.random.Generator) -> pd.DataFrame:
    """Return zone_id, site_id, visits: from populous zones to the sites of today in these tables.

    `question` is the study's folder, of which only study.toml is read. Pairs without a visit are left out.
    """
    study, market = _market(question, tables)
    chosen = rng.choice(market.zones.index, ZONES, replace=False, p=_weights(market))
    sites = market.facilities.index.append(market.competitors.index)
    every = pd.MultiIndex.from_product([sorted(chosen), sites], names=["zone_id", "site_id"]).to_frame(index=False)
    asked = replace(market, candidates=market.candidates.iloc[:0], flows=every.assign(visits=1.0))
    pairs = observed_flows(study, asked, travel_times(study.travel, asked)).table
    area = study.trade_area.model_copy(update={"rate": TRUE_RATE})
    utility = pairs[KNOWN] * attraction(area, pairs["minutes"].to_numpy())
    drawn = [_drawn(utility[rows], rng) for rows in pairs.groupby("zone_id", sort=True).groups.values()]
    table = pairs.assign(visits=pd.concat(drawn), origin="synthetic")
    return table.loc[table["visits"] > 0, ["zone_id", "site_id", "visits", "origin"]].sort_values(
        ["zone_id", "site_id"]
    )


def _market(question: Path, tables: Path) -> tuple[Study, Market]:
    study = read_study(question)
    files = study.files.model_copy(update={"flows": None})
    study = study.model_copy(update={"folder": tables, "files": files})
    return study, read_market(study)


def _weights(market: Market) -> pd.Series:
    people = market.zones["population"].pow(0.7)
    return people / people.sum()


def _drawn(utility: pd.Series, rng: np.random.Generator) -> pd.Series:
    """Return whole visits of one zone by its sites' shares."""
    visits = rng.multinomial(rng.integers(*VISITS), utility / utility.sum())
    return pd.Series(visits, index=utility.index)
