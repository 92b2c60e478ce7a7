"""The figure that a plan is judged by, counted by the full model."""

from __future__ import annotations

import numpy as np
import pandas as pd

from siteplan.costs import annuity_factor, closing_costs, yearly_costs
from siteplan.evaluate.kpis import Kpis
from siteplan.groundwork import Groundwork
from siteplan.tradearea import attraction

__all__ = ["figure"]


def figure(ground: Groundwork, opened: pd.DataFrame, kpis: Kpis, margin: float, minutes: pd.DataFrame) -> float:
    """Return the goal's figure of a network, in the goal's unit (see goal.py).

    Parameters
    ----------
    opened : options that open, or stay by choice, beside the facilities that stay in every plan
    margin : what the whole network earns on its vehicles (currency/year). Profit and cost leave out what the facilities
        cost that stay in every plan
    minutes : (n_zones, n_functions) to the nearest site with each function
    """
    asked, persons = ground.study.plan, ground.market.zones["population"].to_numpy(dtype=float)
    closing = closing_costs(ground.options, opened) / annuity_factor(asked.horizon_years, asked.discount_rate)
    match asked.objective:
        case "market_share":
            found = kpis.capture
        case "profit":
            found = margin - yearly_costs(opened, asked).sum() - closing
        case "coverage":
            found = np.nan_to_num(kpis.coverage.all) * persons.sum()
        case "attendance":
            found = persons @ attraction(ground.study.trade_area, minutes[asked.coverage].to_numpy(dtype=float))
        case "minutes":
            found = kpis.mean_minutes
        case "cost":
            found = yearly_costs(opened, asked).sum() + closing
        case "sites":
            found = opened["new"].sum()
    return float(found)
