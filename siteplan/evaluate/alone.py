"""What one option would bring if it alone opened beside today's network."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from siteplan.evaluate.spared import loosened
from siteplan.evaluate.taken_by_site import taken_by_site
from siteplan.formulate.network import sold
from siteplan.groundwork import Groundwork
from siteplan.tradearea import LEVELS, Transfers, capture_levels, solo_capture

__all__ = ["Alone", "alone"]


@dataclass(frozen=True)
class Alone:
    """One option beside today's network, under the full model.

    Attributes
    ----------
    option : str
        As in Groundwork.options.
    capture, net_new : float
        Vehicles/year sold, and what that is more than what own sites then sell less.
    demand_above_capacity : float
        Vehicles/year won above its capacity, and lost.
    taken : Transfers
        From whom, in one column.
    levels : Series
        The zones of the trade area (zone_id) and the smallest level that holds each.
    trade_area : DataFrame indexed by level
        zones, population (persons) and capture (vehicles/year) within each level, the smaller ones counted in.
    """

    option: str
    capture: float
    net_new: float
    demand_above_capacity: float
    taken: Transfers
    levels: pd.Series
    trade_area: pd.DataFrame


def alone(ground: Groundwork, option: str) -> Alone:
    """Return what an option brings by itself."""
    chosen = np.asarray(ground.options.index == option)
    is_open = chosen | ground.stands
    taken = taken_by_site(ground, is_open)
    after = sold(ground, is_open)
    spared = float(loosened(ground, is_open, taken, sold(ground, ground.stands), after).spared.sum().sum())
    above = float(after.options[chosen].sum())
    won = solo_capture(ground.model, int(chosen.argmax()), ground.stands)
    levels = capture_levels(won)
    return Alone(
        option=option,
        capture=float(taken.capture.iloc[0]) - above,
        net_new=float(taken.net_new.iloc[0]) + spared - above,
        demand_above_capacity=above,
        taken=taken,
        levels=levels,
        trade_area=_within(levels, won, ground.market.zones["population"]),
    )


def _within(levels: pd.Series, won: pd.Series, population: pd.Series) -> pd.DataFrame:
    inside = {level: levels.index[levels <= level] for level in LEVELS}
    rows = {
        level: {"zones": len(ids), "population": population.loc[ids].sum(), "capture": won.loc[ids].sum()}
        for level, ids in inside.items()
    }
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("level")
