"""A plan with single changes, counted by the full model at once: nothing is solved, and no rule is held."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from siteplan.evaluate.evaluate import measured
from siteplan.evaluate.kpis import Kpis
from siteplan.evaluate.plan import Plan
from siteplan.formulate.site_problem import site_problem
from siteplan.groundwork import Groundwork
from siteplan.optimise import SiteProblem
from siteplan.optimise.types import Bools

__all__ = ["Changed", "WhatIf", "planned_options"]


@dataclass(frozen=True)
class Changed:
    """A network with some changes.

    Attributes
    ----------
    kpis : by the full model, against today's network
    figure : of the goal
    rules : DataFrame
        A row for each line of a rule: rule (its name), kind, sense, asked, achieved, slack, met, unit.
    """

    kpis: Kpis
    figure: float
    rules: pd.DataFrame

    @property
    def broken(self) -> pd.DataFrame:
        """The rules that it does not meet."""
        return self.rules[~self.rules["met"].astype(bool)]


def planned_options(plan: Plan) -> list[str]:
    """Return the options of a plan that are open in the end, "site_id:format"."""
    own = plan.facilities[plan.facilities["change"] != "closed"]
    return [
        f"{site}:{name}"
        for part in (plan.sites, own)
        for site, name in zip(part["site_id"], part["format"], strict=True)
    ]


class WhatIf:
    """What may be changed of a plan, and what that brings.

    Parameters
    ----------
    ground : asked as the plan was
    """

    def __init__(self, ground: Groundwork, plan: Plan) -> None:
        self.ground = ground
        self.options = ground.options
        self.open = self.options.index.isin(planned_options(plan))
        self.problem: SiteProblem = site_problem(ground)

    @property
    def closable(self) -> pd.DataFrame:
        """The options that are open, and could be closed."""
        return self.options[self.open]

    @property
    def openable(self) -> pd.DataFrame:
        """The options that are not open; those at a site that is would change its format."""
        return self.options[~self.open]

    def with_changes(self, closes: Iterable[str], opens: Iterable[str]) -> Bools:
        """Return which options are open (n_options,) after changes; what opens at a site takes its place there."""
        opened = self.options.index.isin(list(opens))
        sites = self.options["site_id"]
        left = self.open & ~self.options.index.isin(list(closes)) & ~sites.isin(sites[opened]).to_numpy(dtype=bool)
        return left | opened

    def changed(self, closes: Iterable[str], opens: Iterable[str]) -> Changed:
        """Return what the network is worth after changes, and which rules it then breaks."""
        is_open = self.with_changes(closes, opens)
        ((kpis, figure),) = measured(self.ground, [is_open])
        with np.errstate(invalid="ignore"):
            lines = [line for rule in self.problem.rules for line in rule.reports(self.problem.options, is_open)]
        columns = ["rule", "kind", "sense", "asked", "achieved", "slack", "met", "unit"]
        return Changed(kpis, figure, pd.DataFrame([vars(line) for line in lines], columns=columns))
