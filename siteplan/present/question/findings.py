"""What is sure to be wrong with a question before it is run, and what would mend it."""

from __future__ import annotations

import math
from dataclasses import replace

import pandas as pd

from siteplan.present.question.asked_question import Ask
from siteplan.present.question.rule_limits import turned_of

__all__ = ["both_must_and_never", "impossible", "lowered"]


def impossible(ask: Ask, reach: pd.DataFrame) -> list[int]:
    """Return which rules no plan can meet: positions in `ask.rules`; `reach` has their `most` (see rule_reach)."""
    found = []
    for i, rule in enumerate(ask.rules):
        field = turned_of(rule).least
        asked = getattr(rule, field, None) if field else None
        if asked is not None and asked > reach["most"].iloc[i]:  # NaN where nobody knows: never above
            found.append(i)
    return found


def lowered(ask: Ask, position: int, most: float) -> Ask:
    """Return the question with a rule at the most that is possible, rounded down as it is shown."""
    rule = ask.rules[position]
    turned = turned_of(rule)
    possible = math.floor(most * turned.times * 10) / 10 if turned.unit == "share" else math.floor(most)
    changed = rule.model_copy(update={turned.least: round(possible / turned.times, 12)})
    return replace(ask, rules=(*ask.rules[:position], changed, *ask.rules[position + 1 :]))


def both_must_and_never(ask: Ask) -> list[str]:
    """Return the candidates that must open and must not."""
    return [site for site in ask.required if site in ask.forbidden]
