"""Why each site is in the plan, and what each rejected candidate lacks: nothing is solved anew for it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from siteplan.costs import annuity_factor
from siteplan.goal import goal_of
from siteplan.groundwork import Groundwork
from siteplan.optimise import Selection, SiteProblem
from siteplan.optimise.asked.rule_labels import rule_labels
from siteplan.optimise.questions.explain import budget_prices, entry_estimates, removal_values, runner_up_formats
from siteplan.options import DAYS_A_YEAR

__all__ = ["REASONS", "REJECTED", "rejected_sites", "site_reasons"]

REASONS = ["removal_value", "needed_for", "runner_up_format", "runner_up_value"]
REJECTED = [
    "site_id", "name", "city", "county", "tier", "format", "capex", "opex", "score", "rank",
    "gain", "entry_price", "entry_price_least", "entry_capex", "entry_rent", "basis",
]  # fmt: skip
ESTIMATE, RULED_OUT = "estimate", "ruled out"


def site_reasons(ground: Groundwork, selection: Selection, problem: SiteProblem) -> pd.DataFrame:
    """Return what the plan loses without each open option, and what the site's next best format would bring.

    Returns
    -------
    DataFrame by open option
        removal_value: what the goal's figure loses when the site closes and all else stays; needed_for: the rules that
        then no longer hold ("; " between them); runner_up_format ("" where no other meets the rules) and
        runner_up_value, what that would bring in its place. All in the unit of the goal, as the optimiser counts.
    """
    per = goal_of(ground.study, ground.market.population).per
    removed, second = removal_values(problem, selection), runner_up_formats(problem, selection)
    labels = rule_labels(ground.study.plan.rules)
    formats = problem.options["format"].reindex(second["runner_up"]).fillna("")
    return pd.DataFrame(
        {
            "removal_value": removed["removed"] / per,
            "needed_for": [_called(rules, labels) for rules in removed["breaks"]],
            "runner_up_format": formats.to_numpy(),
            "runner_up_value": second["worth"] / per,
        },
        columns=REASONS,
    )


def _called(rules: tuple[str, ...], labels: dict[str, str]) -> str:
    """Return what rules are called, by their ids."""
    return "; ".join(labels.get(rule, rule) for rule in rules)


def rejected_sites(ground: Groundwork, selection: Selection, problem: SiteProblem) -> pd.DataFrame:
    """Return each candidate that stays closed by its best option: the one that lacks least to be in the best plan.

    Returns
    -------
    DataFrame, the nearest to entering first
        gain: what it would add beside the plan, rules aside; entry_price: how much more it would have to be worth, and
        entry_price_least, by how much at least (both in the unit of the goal); entry_capex: the capex at which it would
        enter, by what the budgets and the goal charge for capex (currency); entry_rent: the rent at which it would
        (currency/m2/day), where running costs count; NaN where no capex or rent from 0 would do. basis: "estimate"
        (from reduced costs, confirmed only by solving anew) or "ruled out" (by its status or a gate).
    """
    estimates = entry_estimates(problem, selection)
    sites = ground.options["site_id"]
    closed = ~sites.isin(sites[selection.open]) & sites.isin(ground.market.candidates.index)
    table = ground.options[closed].join(estimates)
    table = table.sort_values(["price", "gain"], ascending=[True, False], kind="stable")
    best = table.groupby("site_id", sort=False).head(1)
    per, price = goal_of(ground.study, ground.market.population).per, best["price"]
    card = ground.scorecard
    return best.assign(
        score=card.score.loc[best["site_id"]].to_numpy(),
        rank=card.rank.loc[best["site_id"]].to_numpy(),
        gain=best["gain"] / per,
        entry_price=price / per,
        entry_price_least=best["least"] / per,
        entry_capex=_at_least_0(best["capex"] - price / _capex_prices(ground, selection, problem)[best.index]),
        entry_rent=_at_least_0(best["rent"] - price / _rent_prices(ground)[best.index]),
        basis=np.where(best["gain"].isna(), RULED_OUT, ESTIMATE),
    ).reset_index(drop=True)[REJECTED]


def _capex_prices(ground: Groundwork, selection: Selection, problem: SiteProblem) -> pd.Series:
    """Return what a unit of capex of each option costs: budgets, and the annuity where the goal counts money."""
    asked = ground.study.plan
    yearly = 1.0 / annuity_factor(asked.horizon_years, asked.discount_rate) if _counts_money(ground) else 0.0
    prices = budget_prices(problem, selection, "capex") + yearly
    return pd.Series(np.where(prices > 0, prices, np.nan), index=ground.options.index)


def _rent_prices(ground: Groundwork) -> pd.Series:
    """Return what a unit of rent (currency/m2/day) of each option costs a year; NaN where rent does not count."""
    share = ground.options["format"].map(lambda name: ground.study.formats[name].rent_share)
    yearly = ground.options["used_m2"] * share * DAYS_A_YEAR
    return yearly.where((yearly > 0) & _counts_money(ground))


def _counts_money(ground: Groundwork) -> bool:
    return ground.study.plan.objective in ("profit", "cost")


def _at_least_0(amounts: pd.Series) -> pd.Series:
    return amounts.where(amounts >= 0)
