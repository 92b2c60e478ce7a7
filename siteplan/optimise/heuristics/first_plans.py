"""First plans: the plan to start with, greedy ones, and rough ones where it takes long until others are known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from siteplan.errors.params import Params, within
from siteplan.optimise.heuristics.feasible import Feasible
from siteplan.optimise.heuristics.floors import FloorsParams, floored
from siteplan.optimise.heuristics.local_search import LocalSearch
from siteplan.optimise.problem import SiteProblem
from siteplan.optimise.selection import Selection
from siteplan.optimise.stop import StoppedError
from siteplan.optimise.types import Bools

__all__ = ["FirstPlanParams", "first_plans", "rough_plans", "takes_long"]


@dataclass(frozen=True)
class FirstPlanParams(Params):
    """Where a plan is to be found before anything is known of the best, and in what time.

    Attributes
    ----------
    many_options : count; options from which a problem is large
    many_entries : count; pairs of zone and option that matter to each other from which it is
    share : part of the time that a first plan may take
    seconds : seconds that it may take where those are more
    most_share : part of the time that those seconds may be at most
    floors : which options repair what rules ask at least
    """

    many_options: int = within(2_000, 0)
    many_entries: int = within(1_000_000, 0)
    share: float = within(0.1, 0.0, 1.0)
    seconds: float = within(3.0, 0.0)
    most_share: float = within(0.8, 0.0, 1.0)
    floors: FloorsParams = field(default_factory=FloorsParams)


def first_plans(
    search: LocalSearch, start: Selection | None, params: FirstPlanParams = FirstPlanParams()
) -> Iterator[Bools]:
    """Yield the plan to start with, and greedy ones, grown from the required options; none that breaks a rule.

    Where options are schedules, and a plan is given, it is the only one.
    """
    problem = search.problem
    given = None if start is None or not start.found else start.open.to_numpy(dtype=bool)
    if given is not None and len(given) == problem.n_options and search.feasible.holds(given):
        yield given
        if problem.over_time:  # masters of few options do more, and sooner
            return
        yield search.greedy(given, per_use=True)  # under looser rules more may open beside it
    if search.feasible.holds(problem.required):
        for per_use in (True, False):
            yield search.greedy(problem.required, per_use)
    elif not takes_long(problem, params):  # an exact number of sites, say, is met in the end
        within = replace(search, feasible=Feasible(problem, floors=False), found=None)
        plan = within.greedy(problem.required, per_use=True)
        if search.feasible.holds(plan):
            yield plan


def takes_long(problem: SiteProblem, params: FirstPlanParams = FirstPlanParams()) -> bool:
    """Whether it may take so long until the relaxation leads to a plan that one is wanted before.

    It does where it is large, where sites have caps, and where rules ask of sales: the relaxation feels little of them,
    and its plans break them.
    """
    entries = sum(block.zones.reach.nnz for block in problem.capture.blocks())
    large = problem.n_options >= params.many_options or entries >= params.many_entries
    of_sales = bool(problem.lazy_constraints) or bool(problem.rows.terms)
    return large or of_sales or problem.capture.loose


def rough_plans(search: LocalSearch, params: FirstPlanParams = FirstPlanParams()) -> Iterator[Bools]:
    """Yield a plan that meets what rules ask at least, and what it grows to; nothing where that is not found soon."""
    left = search.stop.left
    seconds = max(params.share * left, min(params.seconds, params.most_share * left))
    brief = replace(search, stop=search.stop.within(seconds))
    try:
        plan = floored(brief, params.floors)
        if plan is not None:
            yield plan
            yield brief.greedy(plan, per_use=True)
    except StoppedError:
        search.stop.check()
