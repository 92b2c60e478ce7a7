"""From a study's question to a SiteProblem: options, capture and rules as arrays."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from siteplan.data.check.score_checks import required
from siteplan.errors import Problem, StudyError
from siteplan.finance.costs import yearly_closing
from siteplan.formulate.objectives import objective_of
from siteplan.formulate.relocations import OF_SITE, relocation_rules, stands_for
from siteplan.formulate.rules import Asked, array_rule
from siteplan.formulate.rules.money_makers import YEARLY_CLOSING, YEARLY_COST
from siteplan.formulate.sales_arrays import won_by
from siteplan.formulate.vehicle_costs import fixed_costs
from siteplan.groundwork import Groundwork
from siteplan.optimise.problem import SiteProblem
from siteplan.optimise.rules import RequiredSites
from siteplan.study.rules import rules_by_id

__all__ = ["refuse_barred", "site_problem"]


def site_problem(ground: Groundwork) -> SiteProblem:
    """Return the study's question on arrays: what its objective counts, under its rules."""
    aim = objective_of(ground).aim()
    asked = ground.study.plan.rules
    required = {site for rule in asked for site in rule.required_sites}
    required |= set(ground.options.query("status == 'required'")["site_id"])
    won = won_by(ground, aim.sold)
    limiting = {rule_id: spec for rule_id, spec in rules_by_id(asked).items() if spec.limits_plans}
    rules = [array_rule(Asked(ground, rule_id, won), spec) for rule_id, spec in limiting.items()]
    rules += [RequiredSites(sorted(sites), name) for name, sites in _must_open(ground, required).items() if sites]
    rules += relocation_rules(ground)
    return SiteProblem(
        options=_options(ground, required),
        capture=aim.capture,
        rules=rules,
        fixed_value=aim.fixed_value,
    )


def _must_open(ground: Groundwork, required: set[str]) -> dict[str, set[str]]:
    """Return the sites that open in some format: those required, and facilities that convert but never close."""
    facilities = ground.market.facilities
    convertible = facilities.index[facilities["keep"] == "convertible"] if "keep" in facilities else ()
    return {"required sites": required, "convertible sites": set(convertible)}


def _options(ground: Groundwork, required: set[str]) -> pd.DataFrame:
    """Return the options; forbidden are those so named and those that fail a gate and are not required."""
    options = ground.options
    barred = {site for rule in ground.study.plan.rules for site in rule.forbidden_sites}
    barred |= set(options.query("status == 'forbidden'")["site_id"])
    failed = ground.scorecard.failed
    barred |= set(failed.index[failed != ""]) - required
    status = np.where(options["site_id"].isin(barred), "forbidden", "candidate")
    asked = ground.study.plan
    costs: dict[str, Any] = {YEARLY_COST: fixed_costs(ground), YEARLY_CLOSING: yearly_closing(options, asked)}
    if "moves" in options:
        costs[OF_SITE] = stands_for(options)
    return options.rename(columns={"site_id": "site"}).assign(status=status, **costs)


def refuse_barred(ground: Groundwork) -> None:
    """Refuse gates that no candidate passes: a plan that opens nothing would be proven, and of no use.

    Raises
    ------
    StudyError
        None passes, and none must open.
    """
    failed, candidates = ground.scorecard.failed, ground.market.candidates.reset_index()
    may_open = (failed == "").to_numpy() | required(ground.study, candidates).to_numpy()
    if ground.study.score.gates and len(failed) and not may_open.any():
        remedy = "Widen a gate, or take one out; `siteplan score` shows what each candidate has and fails."
        raise StudyError([Problem("study.toml [score.gates]", "no candidate passes the gates", remedy)])
