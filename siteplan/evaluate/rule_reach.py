"""How far what a rule asks lies from today's network, and from all that could open."""

from __future__ import annotations

import numpy as np
import pandas as pd

from siteplan.formulate.rules import Asked, array_rule
from siteplan.formulate.sales_arrays import Won, won_by
from siteplan.formulate.site_problem import options_asked
from siteplan.groundwork import Groundwork
from siteplan.study.rules import OptionRule, RuleSpec

__all__ = ["rule_reach"]

UNKNOWN = (np.nan, np.nan, "")


def rule_reach(ground: Groundwork, rules: tuple[RuleSpec, ...]) -> pd.DataFrame:
    """Return what each rule counts today and, of those that ask for so much at least, with every option open at once.

    No plan has more than `most`, whatever its budget. Columns today, most and unit (of a rule's report), a row for each
    rule; NaN where a rule counts nothing, or nobody lives.
    """
    won, options = won_by(ground), options_asked(ground)
    rows = [_reached(ground, won, options, rule) for rule in rules]
    return pd.DataFrame(rows, columns=["today", "most", "unit"])


def _reached(ground: Groundwork, won: Won, options: pd.DataFrame, spec: RuleSpec) -> tuple[float, float, str]:
    if not isinstance(spec, OptionRule) or not spec.limits_plans:
        return UNKNOWN
    rule = array_rule(Asked(ground, "", won), spec)
    every = np.ones(len(ground.options), dtype=bool)
    with np.errstate(invalid="ignore"):  # a share of nobody
        today, most = (rule.reports(options, open_) for open_ in (ground.stands, every))
    if not today:
        return UNKNOWN
    return today[0].achieved, most[0].achieved if today[0].sense == "at_least" else np.nan, today[0].unit
