"""The question read back: one sentence, and what is sure to be wrong with it before it is run."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from siteplan.optimise.question import rules_by_label
from siteplan.present.goals import goal_text
from siteplan.present.numbers import amount
from siteplan.present.rule_words import rule_name
from siteplan.present.sentences import gap_text, percent
from siteplan.present.words import gettext_for
from siteplan.study import BudgetRule, CountRule, CoverageRule, SitesRule, Study
from siteplan.ui.ask import Ask, Floor

__all__ = ["floor_name", "impossible", "sentence"]


def sentence(study: Study, language: str) -> str:
    """Return what will be solved, as plain text after "You ask:": goal, every rule, when the search stops."""
    _ = gettext_for(language)
    rules = [
        f"{rule_name(label, study, language)} {_asked(spec, study, language)}"
        for label, spec in rules_by_label(study.plan.rules).items()
    ]
    rules += [text for spec in study.plan.rules if isinstance(spec, SitesRule) for text in _sites(spec, language)]
    goal = goal_text(study, language)
    stop = _("Stop when proven within {gap}, or after {seconds}").format(
        gap=gap_text(study.plan.gap, language), seconds=amount(study.plan.time_limit, "s", language)
    )
    asked = _("; ").join(rules) if rules else _("no rule limits them")
    return _("{goal}: {rules}. {stop}.").format(goal=goal, rules=asked, stop=stop)


def floor_name(floor: Floor, study: Study, language: str) -> str:
    """Return what a floor is about."""
    spec = floor.as_rule(1.0)
    asking = study.model_copy(update={"plan": study.plan.model_copy(update={"rules": (spec,)})})
    return rule_name(next(iter(rules_by_label((spec,)))), asking, language)


def impossible(ask: Ask, reach: pd.DataFrame) -> list[int]:
    """Return which floors no plan can meet: positions in `ask.floors`; `reach` has their `most`."""
    return [i for i, floor in enumerate(ask.floors) if floor.share > reach["most"].iloc[i]]


def _asked(spec: BudgetRule | CountRule | CoverageRule, study: Study, language: str) -> str:
    match spec:
        case BudgetRule():
            return _bounds(None, amount(spec.at_most, study.study.currency, language), language)
        case CoverageRule():
            return _bounds(percent(spec.at_least, language), None, language)
        case CountRule():
            if spec.exactly is not None:
                return gettext_for(language)("exactly {value}").format(value=spec.exactly)
            return _bounds(_text(spec.at_least), _text(spec.at_most), language)


def _bounds(least: str | None, most: str | None, language: str) -> str:
    _ = gettext_for(language)
    parts = [] if least is None else [_("at least {value}").format(value=least)]
    parts += [] if most is None else [_("at most {value}").format(value=most)]
    return _(", ").join(parts)


def _text(n: int | None) -> str | None:
    return None if n is None else str(n)


def _sites(spec: SitesRule, language: str) -> Sequence[str]:
    _ = gettext_for(language)
    said = [(_("must open: {sites}"), spec.required), (_("must not open: {sites}"), spec.forbidden)]
    return [text.format(sites=_(", ").join(sites)) for text, sites in said if sites]
