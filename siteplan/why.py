"""Why: what to tell a planner whose rules leave no plan, and the least change that gives one."""

from __future__ import annotations

import math
from collections.abc import Callable

from siteplan.optimise import SiteProblem
from siteplan.optimise.diagnose import Attainable, Diagnosis, diagnose, repair

__all__ = ["why_none"]

SECONDS = 60.0
DIGITS = 4
SENSES = {"at_most": "at most", "at_least": "at least", "exactly": "exactly"}


def why_none(problem: SiteProblem, cancel: Callable[[], bool] | None = None) -> str:
    """Return the fewest rules that clash, how near each can be met, and the changes that help; in plain lines."""
    diagnosis = diagnose(problem, SECONDS, cancel)
    if diagnosis is None:
        return "No plan meets all of these rules together: " + "; ".join(rule.name for rule in problem.rules) + "."
    return "\n".join(
        [
            _clash(diagnosis),
            *(_line(found, diagnosis) for found in diagnosis.attainable),
            _repairs(diagnosis, problem, cancel),
        ]
    )


def _clash(diagnosis: Diagnosis) -> str:
    if len(diagnosis.clash) == 1:
        return f"No plan exists. This rule cannot be met, whatever the others: {diagnosis.clash[0]}."
    fewest = "These rules cannot hold together" if diagnosis.proven else "Among these rules some cannot hold together"
    return f"No plan exists. {fewest}: {'; '.join(diagnosis.clash)}."


def _line(found: Attainable, diagnosis: Diagnosis) -> str:
    """Say how near one limit can be met."""
    asked = f"{found.rule}: {SENSES[found.sense]} {_figure(found.asked, found)} asked"
    alone = "even alone" if len(diagnosis.clash) == 1 else "with the other rules of the clash kept"
    kept = alone if found.others_clash else "with the other rules kept"
    if math.isnan(found.best):
        return f"- {asked}; it has to be left out or changed."
    reach = {"at_least": "at most", "at_most": "at least", "exactly": "nearest is"}[found.sense]
    proof = "" if found.proven else " (best found in time)"
    return f"- {asked}, {reach} {_figure(found.best, found)} attainable {kept}{proof}."


def _repairs(diagnosis: Diagnosis, problem: SiteProblem, cancel: Callable[[], bool] | None) -> str:
    """Return the changes any one of which gives a plan, or those that do so together."""
    good = [a for a in diagnosis.attainable if a.eased is not None and not a.others_clash]
    if good:
        return f"Any one of these changes gives a plan: {'; or '.join(map(_change, good))}."
    together = repair(problem, SECONDS, cancel)
    if not together:
        return "No change of a single one of these rules is enough: other rules clash too."
    last = {a.rule: a for a in together}
    return f"These changes together give a plan: {'; and '.join(map(_change, last.values()))}."


def _change(found: Attainable) -> str:
    return f"{found.rule} {SENSES[found.sense]} {_figure(found.best, found)}"


def _figure(x: float, found: Attainable) -> str:
    """Write a limit, rounded to the side on which it can be met; what was asked stays as it is."""
    shown = x if x == found.asked else _rounded(x, found)
    return f"{shown * 100:.4g} %" if found.unit == "share" else f"{shown:,.10g} {found.unit}"


def _rounded(x: float, found: Attainable) -> float:
    """Shares to a tenth of a per cent, amounts to four digits, counts not at all."""
    if found.kind in ("count", "required_sites") or x == 0:
        return x
    step = 1e-3 if found.unit == "share" else 10.0 ** (math.floor(math.log10(abs(x))) - DIGITS + 1)
    towards = math.floor if found.sense == "at_least" else math.ceil
    return towards(x / step + (1e-9 if found.sense == "at_least" else -1e-9)) * step
