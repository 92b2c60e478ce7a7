"""Ranges: what the plan's figures are where the study's assumptions lie at the ends of theirs, and which sites stay.

One assumption at a time goes to its low and its high end, all others as planned. The chosen sites are re-evaluated by
the full model there; what is re-solved starts from them and stops at the study's gap.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from siteplan.errors import ProblemError
from siteplan.errors.params import Params, within
from siteplan.evaluate.held_ends import held_capture, may_be_held
from siteplan.formulate.outcome import Answer, restored
from siteplan.formulate.site_problem import site_problem
from siteplan.groundwork import Groundwork
from siteplan.optimise import SolveStatus, solve
from siteplan.optimise.allowance import Allowance

__all__ = ["FIGURES", "End", "Ranges", "SpreadParams", "re_solved", "spread"]

FIGURES = ("capture", "net_new", "share", "cost_per_vehicle", "npv", "irr", "payback")
"""Figures that are told with a range; a payback that the horizon ends before is infinite."""
REFUSED = "refused"


@dataclass(frozen=True)
class SpreadParams(Params):
    """When a plan is said to stand whatever the assumptions.

    Attributes
    ----------
    staying : share of the sites; where as many stay at every end that was re-solved, they are called robust [A]
    steady : share of what is won as planned; where it moves by less at every end, it is called steady [A]
    """

    staying: float = within(0.8, 0.0, 1.0)
    steady: float = within(0.1, 0.0)


@dataclass(frozen=True)
class End:
    """The plan where one assumption lies at an end of its range, and all others as planned.

    Attributes
    ----------
    path : of the assumption, as keys of study.toml
    value, planned : of the assumption, there and in the plan
    figures : the FIGURES, re-evaluated
    stay : how many chosen sites, in the same format, are in the plan re-solved there; None where it was not, or not
        to the study's gap
    behind : what the chosen sites are at most behind the best plan there, by the bound (a share of it); NaN without
    status : how the re-solve ended; "" where there was none, "refused" where the question can not be asked there
    held : what the plan wins there with the outside option at which today's network sells what it does as planned
        (vehicles/year); NaN where own sites' sales do not bear that out (see held_ends.may_be_held)
    """

    path: tuple[str, ...]
    value: float
    planned: float
    figures: dict[str, float]
    stay: int | None = None
    behind: float = math.nan
    status: str = ""
    held: float = math.nan

    @property
    def name(self) -> str:
        """The assumption as study.toml names it: "trade_area.rate"."""
        return ".".join(self.path)


@dataclass(frozen=True)
class Ranges:
    """The plan's figures at both ends of each assumption to which the study gives a range; none where it gives none.

    Attributes
    ----------
    ends : the low and the high end of each assumption, one after the other
    base : the FIGURES as planned
    n_sites : how many sites the plan opens or converts
    """

    ends: tuple[End, ...] = ()
    base: dict[str, float] | None = None
    n_sites: int = 0
    params: SpreadParams = SpreadParams()

    def of(self, figure: str) -> tuple[float, float, float]:
        """Return the lowest, the planned and the highest of a figure; NaN where it is none at all."""
        base = (self.base or {}).get(figure, math.nan)
        found = [x for x in (base, *(end.figures[figure] for end in self.ends)) if not math.isnan(x)]
        return min(found, default=math.nan), base, max(found, default=math.nan)

    @property
    def held(self) -> tuple[float, float] | None:
        """The least and the most that the plan wins where today's network is held to its sales; else None."""
        if not any(math.isfinite(end.held) for end in self.ends):
            return None
        base = [] if self.base is None else [self.base["capture"]]
        found = base + [end.held for end in self.ends if math.isfinite(end.held)]
        return min(found), max(found)

    @property
    def by_width(self) -> list[tuple[End, End]]:
        """Both ends of each assumption, the one that moves what the network wins most first."""
        return self.by_width_of("capture")

    def by_width_of(self, figure: str) -> list[tuple[End, End]]:
        """Both ends of each assumption, the one that moves one of the FIGURES most first."""
        pairs = list(zip(self.ends[::2], self.ends[1::2], strict=True))
        return sorted(pairs, key=lambda pair: -_apart(pair[0], pair[1], figure))

    @property
    def solved(self) -> tuple[End, ...]:
        """The ends that were re-solved to the study's gap."""
        return tuple(end for end in self.ends if end.stay is not None)

    @property
    def robust(self) -> bool | None:
        """Whether the sites stay at every end that was re-solved; None where none was, or nothing opens."""
        least = min((end.stay for end in self.solved if end.stay is not None), default=None)
        return None if least is None or not self.n_sites else least >= self.params.staying * self.n_sites

    @property
    def steady(self) -> bool:
        """Whether what the network wins moves little at every end."""
        low, base, high = self.of("capture")
        return max(high - base, base - low) <= self.params.steady * base

    @property
    def steady_if_held(self) -> bool:
        """Whether it moves little where today's network is held to its sales, though otherwise it does not."""
        base = self.of("capture")[1]
        return (
            not self.steady
            and self.held is not None
            and max(abs(x - base) for x in self.held) <= self.params.steady * base
        )


def spread(
    ground: Groundwork, is_open: NDArray[np.bool_], figures_of: Callable[[Groundwork], Mapping[str, float]]
) -> Ranges:
    """Return the figures of a plan (n_options,) at the ends of the study's ranges; nothing is re-solved.

    Parameters
    ----------
    figures_of : gives the FIGURES of the plan on this groundwork and on other
    """
    study = ground.study
    ends = [
        _end(ground, ground.at(limits.path, value), limits.path, value, is_open, figures_of)
        for limits in study.all_ranges
        for value in limits.ends
    ]
    return Ranges(tuple(ends), _kept(figures_of(ground)) if ends else None, int(_decided(ground, is_open).sum()))


def _end(
    ground: Groundwork,
    there: Groundwork,
    path: tuple[str, ...],
    value: float,
    is_open: NDArray[np.bool_],
    figures_of: Callable[[Groundwork], Mapping[str, float]],
) -> End:
    figures = _kept(figures_of(there))
    if not may_be_held(ground, path):
        held = math.nan
    elif there.model is ground.model:  # money alone is another there
        held = figures["capture"]
    else:
        held = held_capture(ground, there, is_open)
    return End(path, value, ground.study.value_at(path), figures, held=held)


def re_solved(answer: Answer, ranges: Ranges, allowance: Allowance) -> Ranges:
    """Return the same re-solved at the ends, the assumption that moves most first, while the allowance lasts."""
    done: dict[tuple[tuple[str, ...], float], End] = {}
    for end in (end for pair in ranges.by_width for end in pair):
        if not allowance.is_due():
            done[end.path, end.value] = _re_solved(answer, end, allowance)
    return replace(ranges, ends=tuple(done.get((end.path, end.value), end) for end in ranges.ends))


def _re_solved(answer: Answer, end: End, allowance: Allowance) -> End:
    asked, there = answer.ground.study.plan, answer.ground.at(end.path, end.value)
    try:
        problem = site_problem(there)
    except ProblemError:  # nobody buys there, say: nothing to choose by
        return replace(end, status=REFUSED)
    seconds, due = min(allowance.by_the_clock, asked.time_limit), allowance.is_due
    found = solve(problem, asked.gap, seconds, cancel=due, seed=asked.seed, start=answer.selection)
    if found.status is SolveStatus.INFEASIBLE:
        return replace(end, status=str(found.status))
    if found.status is not SolveStatus.OPTIMAL:
        return end  # a search cut short has moved too few sites
    same = _decided(answer.ground, answer.is_open) & Answer.of(there, restored(there, found)).is_open
    short = found.bound - problem.value(answer.is_open)
    behind = short / abs(found.bound) if found.bound else 0.0
    return replace(end, stay=int(same.sum()), behind=max(behind, 0.0), status=str(found.status))


def _kept(figures: Mapping[str, float]) -> dict[str, float]:
    return {name: float(figures[name]) for name in FIGURES}


def _apart(low: End, high: End, figure: str) -> float:
    apart = abs(high.figures[figure] - low.figures[figure])
    return 0.0 if math.isnan(apart) else apart


def _decided(ground: Groundwork, is_open: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return the options of the plan that open or convert (n_options,)."""
    return np.asarray(is_open & ground.options["new"].to_numpy(dtype=bool))
