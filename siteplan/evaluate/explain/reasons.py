"""Why each site is in the plan: what is lost without it, which rules need it, whether it earns what it costs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from siteplan.formulate.outcome import Answer
from siteplan.optimise.analyses.explain import removal_values, runner_up_formats
from siteplan.optimise.analyses.removal import Removal
from siteplan.study.rules import rule_labels

__all__ = ["REASONS", "site_reasons"]

REASONS = [
    "removal_value", "removal_resolved", "removal_least", "removal_most", "removal_basis", "needed_for",
    "runner_up_format", "runner_up_value",
]  # fmt: skip
RESOLVED, REEVALUATED, NO_PLAN = "re-solved", "re-evaluated", "no plan without it"


def site_reasons(answer: Answer, removals: Mapping[str, Removal]) -> pd.DataFrame:
    """Return what the plan loses without each open option, and what the site's next best format would bring.

    `removals` are what was solved anew.

    Returns
    -------
    DataFrame by open option
        removal_value: what the goal's figure loses when the site closes and all else stays; removal_resolved: what it
        loses once the best other plan takes its place, removal_least and removal_most by the proofs of both (empty
        where no plan is left); removal_basis: "re-solved", "no plan without it" or "re-evaluated"; needed_for: the
        rules that no longer hold once it closes ("; " between them); runner_up_format ("" where no other meets the
        rules) and runner_up_value, what that would bring in its place. All in the unit of the goal, as the optimiser
        counts.
    """
    per, problem, selection = answer.goal.per, answer.problem, answer.selection
    removed, second = removal_values(problem, selection), runner_up_formats(problem, selection)
    labels = rule_labels(answer.ground.study.plan.rules)
    formats = problem.options["format"].reindex(second["runner_up"]).fillna("")
    return pd.DataFrame(
        {
            "removal_value": removed["removed"] / per,
            **_resolved([removals.get(str(option)) for option in removed.index], per),
            "needed_for": [_called(rules, labels) for rules in removed["breaks"]],
            "runner_up_format": formats.to_numpy(),
            "runner_up_value": second["worth"] / per,
        },
        columns=REASONS,
    )


def _called(rules: tuple[str, ...], labels: dict[str, str]) -> str:
    """Return what rules are called, by their ids."""
    return "; ".join(labels.get(rule, rule) for rule in rules)


def _resolved(removals: Sequence[Removal | None], per: float) -> dict[str, list[Any]]:
    """Return what solving anew says of each site, as columns; empty where that was not done."""
    known = [removal if removal is not None and removal.known else None for removal in removals]
    found = [None if removal is None or np.isinf(removal.lost) else removal for removal in known]
    return {
        "removal_resolved": [np.nan if r is None else r.lost / per for r in found],
        "removal_least": [np.nan if r is None else r.least / per for r in found],
        "removal_most": [np.nan if r is None else r.most / per for r in found],
        "removal_basis": [REEVALUATED if r is None else (NO_PLAN if np.isinf(r.lost) else RESOLVED) for r in known],
    }
