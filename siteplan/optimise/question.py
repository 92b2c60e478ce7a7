"""From a study's question to a SiteProblem: options, capture and rules as arrays."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.sparse import csr_array, diags_array

from siteplan.access import area_mask, offers, standard_minutes
from siteplan.groundwork import Groundwork
from siteplan.optimise.objective import aim_of
from siteplan.optimise.problem import SiteProblem
from siteplan.optimise.rules import Budget, Count, CoverageFloor, RequiredSites, Rule
from siteplan.study import BudgetRule, CountRule, CoverageRule, RuleSpec, SitesRule

LinearRule = BudgetRule | CountRule | CoverageRule

__all__ = ["rules_by_label", "site_problem"]


def site_problem(ground: Groundwork) -> SiteProblem:
    """Return the study's question on arrays: what its objective counts, under its rules."""
    aim = aim_of(ground)
    asked = ground.study.plan.rules
    required = _named_sites(asked, "required") | set(ground.options.query("status == 'required'")["site_id"])
    rules = [_array_rule(ground, label, spec) for label, spec in rules_by_label(asked).items()]
    rules += [RequiredSites(sorted(sites), name) for name, sites in _must_open(ground, required).items() if sites]
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
    barred = _named_sites(ground.study.plan.rules, "forbidden")
    barred |= set(options.query("status == 'forbidden'")["site_id"])
    failed = ground.scorecard.failed
    barred |= set(failed.index[failed != ""]) - required
    status = np.where(options["site_id"].isin(barred), "forbidden", "candidate")
    return options.rename(columns={"site_id": "site"}).assign(status=status)


def _named_sites(rules: tuple[RuleSpec, ...], which: str) -> set[str]:
    return {site for spec in rules if isinstance(spec, SitesRule) for site in getattr(spec, which)}


def rules_by_label(asked: tuple[RuleSpec, ...]) -> dict[str, LinearRule]:
    """Return the rules on options by the label under which a Selection reports them.

    The label is the planner's name for the rule, else what it speaks of, numbered where two would be alike.
    """
    labelled: dict[str, LinearRule] = {}
    for spec in asked:
        if not isinstance(spec, SitesRule):
            plain = spec.name or _label(spec)
            same = sum(label == plain or label.startswith(f"{plain} (") for label in labelled)
            labelled[f"{plain} ({same + 1})" if same else plain] = spec
    return labelled


def _label(spec: LinearRule) -> str:
    """Return what a rule speaks of, in a few words."""
    if isinstance(spec, CoverageRule):
        where = " ".join([spec.area, *(f"tier {tier}" for tier in spec.tier)])
        within = f" within {spec.minutes:g} min" if spec.minutes is not None else ""
        return f"coverage: {where} people with {spec.function}{within}"
    about = ", ".join(f"{key} {'/'.join(values)}" for key, values in spec.where().items())
    return f"{spec.kind}: {about}" if about else spec.kind


def _array_rule(ground: Groundwork, label: str, spec: LinearRule) -> Rule:
    match spec:
        case BudgetRule():
            return Budget(spec.at_most, column="capex", where=spec.where() or None, name=label, otherwise="closing")
        case CountRule():
            # What merely stays is no opening; a conversion is.
            where = {**spec.where(), "new": True}
            return Count(spec.at_most, spec.at_least, spec.exactly, where=where, name=label)
        case CoverageRule():
            return _coverage(ground, label, spec)


def _coverage(ground: Groundwork, label: str, spec: CoverageRule) -> CoverageFloor:
    """Return the floor on persons within reach of a function, today's facilities counted in."""
    study, zones, travel = ground.study, ground.market.zones, ground.travel
    limit = (
        np.full(len(zones), spec.minutes) if spec.minutes is not None else standard_minutes(study, zones, spec.function)
    )
    has = offers(study.formats, ground.options, spec.function).astype(float)
    reach = travel.candidates.within(limit)[:, ground.options["row"].to_numpy()]
    own = offers(study.formats, ground.facilities, spec.function).astype(float)
    covered = travel.facilities.within(limit) @ own > 0
    mask = area_mask(zones, spec.area, spec.tier)
    return CoverageFloor(
        covers=csr_array(reach @ diags_array(has)),
        weights=zones["population"].to_numpy(dtype=float) * mask,
        at_least=spec.at_least,
        covered=covered,
        name=label,
    )
