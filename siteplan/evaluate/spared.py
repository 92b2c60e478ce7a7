"""What caps on sales make of the net-new of sites, and the reports on rules that set them."""

from __future__ import annotations

from dataclasses import asdict, dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from siteplan.formulate.network import Sold
from siteplan.groundwork import Groundwork
from siteplan.market.sales_caps import passing
from siteplan.optimise.rules.rule import report
from siteplan.study.rules import Where, rules_by_id
from siteplan.tradearea import Transfers

__all__ = ["Loosened", "capacity_reports", "loosened"]

FILTERED = [*Where.model_fields]


@dataclass(frozen=True)
class Loosened:
    """What caps make of changes beside the demand that each wins and gives up (vehicles/year).

    Taking demand from an own site that could not serve it costs nothing. So what own sites that stay have less above
    their caps is credited to those who take from them, in proportion; what they have more, to sites that close or
    convert, in proportion to what these sold. With it the net-new of all changes is that of the plan.

    Attributes
    ----------
    spared : DataFrame, a row for each of today's sites, a column for each that takes (see Transfers)
        What is taken of demand above capacity.
    moved : Series by facility that closes or converts
        Its own demand above capacity counted in.
    """

    spared: pd.DataFrame
    moved: pd.Series

    def spared_by(self, sites: pd.Series | pd.Index) -> pd.DataFrame:
        """Return what these sites take of demand above capacity, a column each."""
        return self.spared.reindex(columns=list(sites), fill_value=0.0)


def capacity_reports(ground: Groundwork, after: Sold) -> pd.DataFrame:
    """Return a line on each rule of the study that caps sales: the most that a site which it speaks of sells.

    In the columns of a selection's rules, with `rule_id`; such a rule is never broken, and has no price.
    """
    demand = ground.model.demand.to_numpy(dtype=float)
    sites = pd.concat([ground.options[FILTERED], ground.facilities[FILTERED]])
    sales = np.concatenate([demand @ after.shares.options, demand @ after.shares.own])
    lines = []
    for rule_id, spec in rules_by_id(ground.study.plan.rules).items():
        if spec.most_sales < np.inf:
            most = float(sales[passing(spec, sites)].max(initial=0.0))
            line = report(rule_id, spec.kind, "at_most", spec.most_sales, most, "vehicles", None)
            lines.append(asdict(line) | {"rule_id": rule_id, "shadow_price": float("nan")})
    return pd.DataFrame(lines).drop(columns=["rule", "row"], errors="ignore")


def loosened(ground: Groundwork, is_open: NDArray[np.bool_], taken: Transfers, before: Sold, after: Sold) -> Loosened:
    """Return what caps make of the changes of a plan (n_options,), and of what these take."""
    stands, sites = ground.stands, ground.options["site_id"]
    stay, gone = stands & is_open, stands & ~is_open
    change = pd.concat(
        [
            pd.Series(before.own - after.own, ground.facilities.index),
            pd.Series((before.options - after.options)[stay], sites[stay].to_numpy()),
        ]
    )
    rows = taken.own.loc[change.index]
    whole = rows.sum(axis=1)
    part = rows.div(whole.where(whole > 0, 1.0), axis=0)
    spared = part.mul(change.clip(lower=0.0), axis=0).reindex(taken.own.index, fill_value=0.0)
    return Loosened(spared, _moved(ground, is_open, gone, before, after) + _burden(ground, gone, before, change))


def _moved(
    ground: Groundwork, is_open: NDArray[np.bool_], gone: NDArray[np.bool_], before: Sold, after: Sold
) -> pd.Series:
    """Return what sites that close or convert have less above their own caps."""
    ids = ground.options["site_id"]
    new = pd.Series(after.options[is_open], ids[is_open].to_numpy())
    was = pd.Series(before.options[gone], ids[gone].to_numpy())
    return was - new.reindex(was.index).fillna(0.0)


def _burden(ground: Groundwork, gone: NDArray[np.bool_], before: Sold, change: pd.Series) -> pd.Series:
    """Return what sites that stay have more above their caps, as an amount below 0, shared among those that do not."""
    sales = pd.Series(
        (ground.model.demand.to_numpy(dtype=float) @ before.shares.options)[gone],
        ground.options["site_id"][gone].to_numpy(),
    )
    return sales / (sales.sum() or 1.0) * change.clip(upper=0.0).sum()
