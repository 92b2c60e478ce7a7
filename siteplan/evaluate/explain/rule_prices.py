"""The plan's table of rules, with what each costs, and lines on rules together: vehicles, money and coverage."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from siteplan.evaluate.explain.explained import Explained, tight
from siteplan.evaluate.kpis import Kpis
from siteplan.formulate.outcome import Answer
from siteplan.optimise.analyses.rule_price import RulePrice
from siteplan.optimise.types import Bools
from siteplan.study.objectives import Goal
from siteplan.study.rules import rule_labels, rules_by_id

__all__ = ["rule_table", "rules_together", "with_prices"]

PRICES = ["price", "price_from", "price_to", "price_gap", "price_basis"]
WITHOUT = [
    "without_capture", "without_capex", "without_opex", "without_npv", "without_coverage", "without_coverage_rural",
]  # fmt: skip
RESOLVED, FREE, SLACK = "re-solved", "costs nothing", "has slack"
NOT_RESOLVED, UNDECIDED = "not re-solved", "not decided"

Measure = Callable[[Sequence[Bools]], Sequence[Kpis]]
"""Gives the KPIs of plans (n_options,)."""


def rule_table(answer: Answer, capacities: pd.DataFrame) -> pd.DataFrame:
    """Return the reports on the rules, each with its id and what it is called, prices in the unit of the goal."""
    rules = answer.selection.rules.rename(columns={"rule": "rule_id"})
    if len(capacities):
        rules = pd.concat([rules, capacities], ignore_index=True).sort_values("rule_id", key=_order, kind="stable")
    asked = answer.ground.study.plan.rules
    labels, specs = rule_labels(asked), rules_by_id(asked)
    rules.insert(1, "rule", [labels.get(rule_id, rule_id) for rule_id in rules["rule_id"]])
    kinds = {rule_id: spec.kind for rule_id, spec in specs.items()}  # an array rule may serve several kinds
    rules["kind"] = [kinds.get(rule_id, kind) for rule_id, kind in zip(rules["rule_id"], rules["kind"], strict=True)]
    return rules.assign(shadow_price=rules["shadow_price"].map(answer.goal.figure))


def _order(rule_ids: pd.Series) -> pd.Series:
    """Return where the rules stand in study.toml; after all those what it does not name as a rule."""
    return rule_ids.str.extract(r"^#(\d+)$")[0].astype(float).fillna(np.inf)


def with_prices(rules: pd.DataFrame, explained: Explained, goal: Goal, measure: Measure) -> pd.DataFrame:
    """Return the table of rules with what each costs; the shadow price of a rule with slack goes.

    Returns
    -------
    DataFrame
        price: what the plan gains without the rule, price_from and price_to by the proofs of both plans (unit of the
        goal), price_gap: the gap of the plan without it; price and price_from are empty where the rule costs nothing,
        or that is not decided, and all where it was not solved anew.
        price_basis: "re-solved", "costs nothing" (the best plan without it meets it, to the study's gap), "not decided"
        (time ended before that was proven), "has slack" (not solved anew) or "not re-solved". without_capture,
        without_capex, without_opex, without_npv, without_coverage and without_coverage_rural: the KPIs of the plan
        without the rule.
    """
    lines = rules.to_dict("records")
    asked = zip(rules["rule_id"], rules.groupby("rule_id").cumcount(), strict=True)
    found = [explained.rules.get((str(name), int(k)), RulePrice(())) for name, k in asked]
    told = pd.DataFrame(_told(found, goal, measure), index=rules.index, columns=[*PRICES, *WITHOUT])
    slack = np.array([not tight(line) for line in lines], dtype=bool)
    loose = slack & told["price_basis"].isin([NOT_RESOLVED, UNDECIDED]).to_numpy()
    told.loc[loose, "price_to"] = np.nan
    told["price_basis"] = np.where(loose, SLACK, told["price_basis"])
    silent = slack | (told["price_basis"] == FREE).to_numpy(dtype=bool)
    return rules.assign(shadow_price=rules["shadow_price"].where(~silent)).join(told)


def rules_together(explained: Explained, goal: Goal, measure: Measure) -> pd.DataFrame:
    """Return a row for rules that were left out together: rule_ids ("; " between them), area, and as in with_prices."""
    about = [{"rule_ids": "; ".join(group.rule_ids), "area": group.area} for group in explained.together]
    told = _told([group.price for group in explained.together], goal, measure)
    rows = [{**one, **other} for one, other in zip(about, told, strict=True)]
    return pd.DataFrame(rows, columns=["rule_ids", "area", *PRICES, *WITHOUT])


def _told(found: Sequence[RulePrice], goal: Goal, measure: Measure) -> list[dict[str, Any]]:
    plans = [price.plan for price in found if price.binds and price.plan is not None]
    kpis = iter(measure(plans) if plans else ())
    return [_line(price, goal) | (_kpis(next(kpis)) if price.binds else {}) for price in found]


def _line(price: RulePrice, goal: Goal) -> dict[str, Any]:
    if not price.known:
        return {"price_basis": NOT_RESOLVED}
    if not price.binds:
        basis = FREE if price.decided else UNDECIDED
        return {"price_to": price.most / goal.per, "price_gap": price.gap, "price_basis": basis}
    ends = {"price": price.gain, "price_from": price.least, "price_to": price.most}
    return {name: x / goal.per for name, x in ends.items()} | {"price_gap": price.gap, "price_basis": RESOLVED}


def _kpis(kpis: Kpis) -> dict[str, float]:
    figures = (kpis.capture, kpis.capex, kpis.opex, kpis.npv, kpis.coverage.all, kpis.coverage.rural)
    return dict(zip(WITHOUT, figures, strict=True))
