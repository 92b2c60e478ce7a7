"""From a study's question to a SiteProblem: options, capture and rules as arrays."""

from __future__ import annotations

from dataclasses import dataclass
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
from siteplan.formulate.sales_arrays import Won, won_by
from siteplan.formulate.vehicle_costs import fixed_costs
from siteplan.groundwork import Groundwork
from siteplan.optimise.problem import SiteProblem
from siteplan.optimise.rules import RequiredSites, Rule
from siteplan.study.rules import rules_by_id

__all__ = ["AskedRule", "array_rules", "options_asked", "refuse_barred", "site_problem"]


def site_problem(ground: Groundwork) -> SiteProblem:
    """Return the study's question on arrays: what its objective counts, under its rules."""
    aim = objective_of(ground).aim()
    return SiteProblem(
        options=options_asked(ground),
        capture=aim.capture,
        rules=[asked.rule for asked in array_rules(ground, won_by(ground, aim.sold))],
        fixed_value=aim.fixed_value,
    )


@dataclass(frozen=True)
class AskedRule:
    """A rule on arrays, and when it holds where a plan has phases: in one, in all, or of what stands in the end."""

    rule: Rule
    phase: str = ""
    throughout: bool = False


def array_rules(ground: Groundwork, won: Won) -> list[AskedRule]:
    """Return the study's rules that limit plans, and those that statuses of sites make."""
    limiting = {rule_id: spec for rule_id, spec in rules_by_id(ground.study.plan.rules).items() if spec.limits_plans}
    rules = [
        AskedRule(array_rule(Asked(ground, rule_id, won), spec), spec.phase, spec.throughout)
        for rule_id, spec in limiting.items()
    ]
    facilities = ground.market.facilities
    convertible = [*facilities.index[facilities["keep"] == "convertible"]] if "keep" in facilities else []
    if required := _required(ground):
        rules.append(AskedRule(RequiredSites(sorted(required), "required sites")))
    if convertible:  # they never close; while they convert nothing stands
        rules.append(AskedRule(RequiredSites(sorted(convertible), "convertible sites")))
    return rules + [AskedRule(rule, throughout=True) for rule in relocation_rules(ground)]


def _required(ground: Groundwork) -> set[str]:
    """Return the sites that must open, in whichever format."""
    named = {site for rule in ground.study.plan.rules for site in rule.required_sites}
    return named | _of_status(ground, "required")


def _of_status(ground: Groundwork, status: str) -> set[str]:
    options = ground.options
    return set(options["site_id"][options["status"] == status])


def options_asked(ground: Groundwork) -> pd.DataFrame:
    """Return the options; forbidden are those so named and those that fail a gate and are not required."""
    options, required = ground.options, _required(ground)
    barred = {site for rule in ground.study.plan.rules for site in rule.forbidden_sites}
    barred |= _of_status(ground, "forbidden")
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
