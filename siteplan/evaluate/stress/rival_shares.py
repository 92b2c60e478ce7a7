"""Who wins what of the market: our network, each rival brand, and buying elsewhere."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from siteplan.formulate.network import Network
from siteplan.optimise.types import Bools

__all__ = ["brands_of", "market_shares", "shares_of", "won_by_zone"]


def brands_of(competitors: pd.DataFrame) -> list[str]:
    """Return the brand of each competitor (n_competitors,); "" where the table tells none."""
    if "brand" not in competitors:
        return [""] * len(competitors)
    return [str(brand) for brand in competitors["brand"].fillna("")]


def won_by_zone(network: Network, of: Bools) -> pd.Series:
    """Return what these rivals (n_rivals,) of a network's market win in each zone (vehicles/year)."""
    shares = np.asarray(network.shares.rivals[:, np.flatnonzero(of)].sum(axis=1), dtype=float)
    model = network.ground.model
    return model.by_zone(model.demand.to_numpy() * shares)


def shares_of(network: Network, brands: Sequence[str]) -> pd.DataFrame:
    """Return a row for our network, each brand of rivals and the outside option, rivals by what they win.

    Columns: kind (own, rival, outside, above), brand ("" of all but rivals with one), sites (of rivals), won
    (vehicles/year) and share of the demand. `brands` are those of the market's rivals (n_rivals,). What own sites win
    above their capacity is nobody's: "above", where there is any.
    """
    demand = network.ground.model.demand.to_numpy()
    won = pd.Series(demand @ network.shares.rivals, index=list(brands), dtype=float)
    rivals = won.groupby(level=0).agg(["sum", "size"]).sort_values("sum", ascending=False, kind="stable")
    rows = [("own", "", 0, network.capture)]
    rows += [("rival", str(brand), int(row["size"]), float(row["sum"])) for brand, row in rivals.iterrows()]
    rows += [("outside", "", 0, float(demand @ network.shares.outside))]
    rows += [("above", "", 0, network.sold.above)] if network.sold.above > 0 else []
    table = pd.DataFrame(rows, columns=["kind", "brand", "sites", "won"])
    return table.assign(share=table["won"] / demand.sum() if demand.sum() > 0 else np.nan)


def market_shares(today: Network, plan: Network) -> pd.DataFrame:
    """Return the same with the plan, beside today's: won_before and share_before."""
    brands = brands_of(plan.ground.market.competitors)
    before, after = (shares_of(network, brands).set_index(["kind", "brand"]) for network in (today, plan))
    both = after.join(before[["won", "share"]].add_suffix("_before"), how="left").fillna(0.0)
    return both.reset_index()
