"""Rejected sites: what each would add, and at which price it would open, as far as that was solved anew."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from siteplan.errors.params import Params, within
from siteplan.formulate.outcome import Answer
from siteplan.groundwork import Groundwork
from siteplan.market.options import DAYS_A_YEAR
from siteplan.optimise.analyses.entry_price import EntryPrice
from siteplan.optimise.analyses.explain import entry_estimates
from siteplan.study.objectives import OBJECTIVES

__all__ = ["REJECTED", "RoundedDownParams", "nearest_rejected", "rejected_sites", "rounded_down", "told_options"]

REJECTED = [
    "site_id", "name", "province", "city", "county", "tier", "format", "capex", "opex", "score", "rank",
    "gain", "entry_price", "entry_price_least", "entry_capex", "entry_capex_most", "entry_rent", "entry_verdict",
    "basis",
]  # fmt: skip
TOLD = ["entry_price", "entry_price_least", "entry_capex", "entry_capex_most", "entry_verdict", "basis"]
RESOLVED, NOT_RESOLVED, RULED_OUT = "re-solved", "not re-solved", "ruled out"


@dataclass(frozen=True)
class RoundedDownParams(Params):
    """To how many digits a price is rounded down, so that what is printed opens the site.

    Attributes
    ----------
    digits : count
    slack : share of the last digit by which a price may miss it and still have it
    """

    digits: int = within(6, 1, 15)
    slack: float = within(1e-6, 0.0, 1.0)


def nearest_rejected(answer: Answer) -> pd.DataFrame:
    """Return each candidate that stays closed by its best option, the nearest to the plan first.

    Returns
    -------
    DataFrame by option
        The options' columns, and those of entry_estimates: estimates, good for an order and for nothing else.
    """
    ground, estimates = answer.ground, entry_estimates(answer.problem, answer.selection)
    sites = ground.options["site_id"]
    closed = ~sites.isin(sites[answer.is_open]) & sites.isin(ground.market.candidates.index)
    table = ground.options[closed].join(estimates)
    table = table.sort_values(["price", "gain"], ascending=[True, False], kind="stable")
    return table.groupby("site_id", sort=False).head(1)


def rejected_sites(answer: Answer, entries: Mapping[str, EntryPrice]) -> pd.DataFrame:
    """Return each candidate that stays closed, the nearest to entering first; `entries` are what was solved anew.

    Returns
    -------
    DataFrame
        gain: what it would add beside the plan, rules aside; entry_price: what the best plan found with it is worth
        less, and entry_price_least, what any is at least (both in the unit of the goal); entry_capex: a capex at which
        it opens, the rules held at that price, and entry_capex_most: one above which it does not (currency);
        entry_rent: a rent at which it does (currency/m2/day), where running costs count; entry_verdict: see
        entry.Verdict. Empty where it was not solved anew, or nothing from 0 would do. basis: "re-solved", "not
        re-solved" or "ruled out" (by its status or a gate).
    """
    return told_options(answer, nearest_rejected(answer), entries)


def told_options(answer: Answer, best: pd.DataFrame, entries: Mapping[str, EntryPrice]) -> pd.DataFrame:
    """Return closed options, as nearest_rejected has them, with what was solved anew; see rejected_sites."""
    per, card = answer.goal.per, answer.ground.scorecard
    asked = [entries.get(str(option)) for option in best.index]
    found = pd.DataFrame([_told(entry, per) for entry in asked], index=best.index, columns=TOLD)
    return best.assign(
        score=card.score.reindex(best["site_id"]).to_numpy(),
        rank=card.rank.reindex(best["site_id"]).to_numpy(),
        gain=best["gain"] / per,
        **found.drop(columns="basis"),
        entry_rent=_rents(answer.ground, best, asked),
        basis=np.where(best["gain"].isna(), RULED_OUT, found["basis"]),
    ).reset_index(drop=True)[REJECTED]


def _told(entry: EntryPrice | None, per: float) -> dict[str, object]:
    """Return what is known of an entry price, as columns."""
    if entry is None or not entry.known:
        return {**dict.fromkeys(TOLD, math.nan), "entry_verdict": "", "basis": NOT_RESOLVED}
    return {
        "entry_price": entry.lacks / per,
        "entry_price_least": max(entry.lacks_least, 0.0) / per,
        "entry_capex": rounded_down(entry.opens_at),
        "entry_capex_most": entry.never_above if math.isfinite(entry.never_above) else math.nan,
        "entry_verdict": str(entry.verdict),
        "basis": RESOLVED,
    }


def rounded_down(price: float, params: RoundedDownParams = RoundedDownParams()) -> float:
    """Return a price in few digits that is no higher."""
    if not math.isfinite(price) or price <= 0:
        return price
    step = 10.0 ** (math.floor(math.log10(price)) - params.digits + 1)
    return math.floor(price / step + params.slack) * step


def _rents(ground: Groundwork, best: pd.DataFrame, asked: list[EntryPrice | None]) -> pd.Series:
    """Return the rents at which options open: what each lacks at its own, found in its yearly rent."""
    if not OBJECTIVES[ground.study.plan.objective].money:
        return pd.Series(np.nan, index=best.index)
    share = best["format"].map(lambda name: ground.study.formats[name].rent_share).astype(float)
    counts = best["format"].map(lambda name: ground.study.formats[name].opex_part).astype(float)
    if not OBJECTIVES[ground.study.plan.objective].least:
        counts = pd.Series(ground.option_figures.by_rent, index=ground.options.index).reindex(best.index)
    yearly = best["used_m2"] * share * DAYS_A_YEAR * counts
    lacks = pd.Series([math.nan if entry is None else entry.lacks for entry in asked], index=best.index)
    rents = best["rent"] - lacks / yearly.where(yearly > 0)
    return rents.where(rents >= 0)
