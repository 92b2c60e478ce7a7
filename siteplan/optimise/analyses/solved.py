"""Solved: a problem with its plan, about which more is asked - each question starts from that plan and its cuts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property

import numpy as np
import pandas as pd

from siteplan.errors.params import Params, within
from siteplan.optimise.allowance import Allowance
from siteplan.optimise.analyses.probe import Probe
from siteplan.optimise.bounds.grouping import zone_groups
from siteplan.optimise.heuristics.feasible import Feasible
from siteplan.optimise.heuristics.local_search import LocalSearch
from siteplan.optimise.heuristics.nearby import NearbyParams, nearby
from siteplan.optimise.problem import SiteProblem
from siteplan.optimise.selection import Selection, SolveStatus
from siteplan.optimise.solve import RULE_COLUMNS, solve
from siteplan.optimise.stop import Stop
from siteplan.optimise.types import Bools, Floats

__all__ = ["Solved", "SolvedParams", "stop_by", "unproven"]


@dataclass(frozen=True)
class SolvedParams(Params):
    """How finely a plan is asked again.

    Attributes
    ----------
    exact : relative; a gap as fine as numbers tell plans apart
    finer : part of the plan's own gap to which questions of yes or no are solved
    finest, coarsest : relative; they are solved no finer and no coarser than that
    likely : count; options beside those that the relaxation opens that a search for other plans may use
    nearby : how plans near it are found
    """

    exact: float = within(1e-6, 1e-12, 1e-3)
    finer: float = within(0.1, 0.0, 1.0)
    finest: float = within(1e-8, 1e-12, 1.0)
    coarsest: float = within(1e-3, 1e-12, 1.0)
    likely: int = within(200, 0)
    nearby: NearbyParams = field(default_factory=NearbyParams)


@dataclass(frozen=True, eq=False)
class Solved:
    """A plan, what it was asked of, and how finely it is asked again.

    Attributes
    ----------
    selection : its `source` is the problem, with groups given, so that no question has to find them again
    gap : to which plans are sought that are compared with this one
    seed : of those runs
    params : how finely it is asked again
    """

    selection: Selection
    gap: float
    seed: int = 0
    params: SolvedParams = SolvedParams()

    @classmethod
    def of(
        cls,
        problem: SiteProblem,
        selection: Selection,
        asked: float,
        seed: int = 0,
        params: SolvedParams = SolvedParams(),
    ) -> Solved:
        """Take a plan that was found at a gap as `asked`: it is asked again as finely as it was proven."""
        if problem.groups is None and len(problem.captures) == 1:
            problem = replace(problem, groups=zone_groups(problem)[: problem.n_zones])
        gap = min(asked, max(selection.gap, params.exact)) if np.isfinite(selection.gap) else asked
        return cls(replace(selection, source=problem), gap, seed, params)

    @property
    def problem(self) -> SiteProblem:
        """What was asked."""
        assert self.selection.source is not None  # noqa: S101  given by `of`
        return self.selection.source

    @cached_property
    def plan(self) -> Bools:
        """(n_options,) what opens."""
        return self.selection.open.to_numpy(dtype=bool)

    @property
    def exact(self) -> bool:
        """Whether the plan is proven as finely as numbers tell plans apart: then all questions are decided."""
        return bool(self.selection.gap <= self.params.exact)

    @property
    def fine(self) -> float:
        """Gap of questions of yes or no, whose target ends them."""
        return float(np.clip(self.params.finer * self.selection.gap, self.params.finest, self.params.coarsest))

    @cached_property
    def probe(self) -> Probe:
        """The relaxation, kept warm for all questions."""
        return Probe(self.problem, self.selection, max(self.fine, self.params.exact))

    @cached_property
    def prices(self) -> Floats:
        """(n_rows,) what a unit of each row of the rules is worth by the first relaxation; 0 where there is none."""
        relaxed = self.selection.relaxed
        return np.zeros(self.problem.rows.n_rows) if relaxed is None else np.abs(relaxed.shadow)

    @cached_property
    def likely(self) -> Bools:
        """(n_options,) options that a plan nearly as good may open."""
        relaxed = self.selection.relaxed
        if relaxed is None:
            return np.ones(self.problem.n_options, dtype=bool)
        loss = np.where((relaxed.y > 0) | self.plan, 0.0, np.abs(relaxed.reduced))
        most = min(int((loss == 0).sum()) + self.params.likely, len(loss)) - 1
        return np.asarray(loss <= np.sort(loss)[most])

    def again(
        self,
        problem: SiteProblem,
        gap: float,
        allowance: Allowance,
        start: Bools | None = None,
        target: float = -np.inf,
    ) -> Selection:
        """Solve a problem of the same options, from a plan (n_options,) or this one."""
        begin = self.selection if start is None else self.starting(start)
        return solve(
            problem,
            gap,
            allowance.by_the_clock,
            cancel=allowance.is_due,
            seed=self.seed,
            start=begin,
            target=target,
        )

    def starting(self, plan: Bools) -> Selection:
        """Return the selection with another plan to start from."""
        index = self.selection.open.index
        return replace(self.selection, open=pd.Series(plan, index=index, name="open"))

    def near(self, problem: SiteProblem, plan: Bools, allowance: Allowance) -> Iterator[Bools]:
        """Yield plans (n_options,) that meet the rules of a problem of the same options, each better than the last."""
        search = LocalSearch(problem, Feasible(problem), stop_by(allowance))
        among = (self.likely | plan) & ~problem.barred
        return nearby(search, plan, self.prices, among, self.params.nearby)


def unproven(problem: SiteProblem, open_: pd.Series[bool]) -> Selection:
    """Return a plan as a run that has proven nothing would give it back."""
    plan = open_.to_numpy(dtype=bool)
    lines = [asdict(line) for rule in problem.rules for line in rule.reports(problem.options, plan)]
    rules = pd.DataFrame(lines, columns=[name for name in RULE_COLUMNS if name != "shadow_price"])
    rules.insert(RULE_COLUMNS.index("shadow_price"), "shadow_price", np.nan)
    value, status = problem.value(plan), SolveStatus.UNDECIDED
    return Selection(open_, value, np.inf, np.inf, status, 0.0, (), rules, source=problem)


def stop_by(allowance: Allowance) -> Stop:
    """Return when a run has to end that keeps to an allowance."""
    return Stop.after(allowance.by_the_clock, allowance.is_due)
