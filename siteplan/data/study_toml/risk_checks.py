"""Check the risks of a study: what happens in each, how likely it is, and that each has its own name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from siteplan.data.check.rule_checks import TOML
from siteplan.data.nearest import did_you_mean
from siteplan.errors import Problem
from siteplan.study import Study
from siteplan.study.uncertain.risk_spec import Risk

__all__ = ["risk_problems"]

MOST_RISKS = 100  # each outlook is re-evaluated once; more risks than these nobody ranks


def risk_problems(study: Study) -> Iterator[Problem]:
    """Yield risks whose outlook does not exist, that say nothing of their impact or chance, or are told twice."""
    if len(study.risks) > MOST_RISKS:
        what = f"{len(study.risks):,} risks are given, and {MOST_RISKS} are the most"
        yield Problem(f"{TOML} [[risks]]", what, "Keep those that matter.")
    for name, count in Counter(risk.name for risk in study.risks).items():
        if count > 1:
            yield Problem(f"{TOML} [[risks]]", f'{count} risks are called "{name}"', "Give each its own name.", "name")
    for number, risk in enumerate(study.risks, start=1):
        yield from _impact(study, risk, f"{TOML} [[risks]] #{number}")


def _impact(study: Study, risk: Risk, where: str) -> Iterator[Problem]:
    if (risk.money is None) == (not risk.outlook):
        given = "both an outlook and money" if risk.outlook else "neither an outlook nor money"
        remedy = "Name the outlook that comes with it, or give what it costs a year as money."
        yield Problem(where, f"{given} says what it costs", remedy, "outlook, money")
    if risk.probability is None and not risk.outlook:
        yield Problem(where, "nothing says how likely it is", "Give probability, as 0.2 or [0.1, 0.3].", "probability")
    names = [outlook.name for outlook in study.outlooks]
    if risk.outlook and risk.outlook not in names:
        remedy = did_you_mean(risk.outlook, names) if names else "Add a section [[outlooks]] of that name."
        yield Problem(where, f'the outlook "{risk.outlook}" does not exist', remedy, "outlook")
    if risk.outlook and study.formats and not any(spec.margin for spec in study.formats.values()):
        what = "what a plan loses in an outlook is told in money, and no format has a margin"
        yield Problem(where, what, "Give formats their margin, or say what it costs as money.", "outlook")
