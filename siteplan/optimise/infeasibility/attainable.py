"""Attainable: how near one limit of a rule can be met, the other rules kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from siteplan.optimise.infeasibility.feasibility_oracle import FeasibilityOracle
from siteplan.optimise.rules import Rule
from siteplan.optimise.rules.limit import Limit
from siteplan.optimise.stop import StoppedError
from siteplan.optimise.types import Bools

__all__ = ["Attainable", "Nearest", "attainable", "lowest_rung", "nearest"]


@dataclass(frozen=True, eq=False)
class Nearest:
    """The value nearest to what is asked that a plan reaches, no plan being nearer than `bound`; such a plan."""

    value: float
    bound: float
    open: Bools

    @property
    def proven(self) -> bool:
        """Whether no plan comes nearer, steps of what is tried apart."""
        return self.value == self.bound


@dataclass(frozen=True, eq=False)
class Attainable:
    """How near one limit of the conflict can be met.

    Attributes
    ----------
    limit : Limit
    best : Nearest or None
        Under the other rules; None where the rule has no limit to loosen, or no plan was found in time.
    without : names of other rules
        Left out for `best`, since the other rules conflict among themselves: none of the conflict, and late ones
        rather than early ones.
    alone : Nearest or None
        With no other rule at all, where the rule cannot be met even so.
    """

    limit: Limit
    best: Nearest | None
    without: tuple[str, ...] = ()
    alone: Nearest | None = None


def attainable(oracle: FeasibilityOracle, conflict: Sequence[int]) -> list[Attainable]:
    """Loosen each limit of the conflict by itself; less where time is up."""
    found = list[Attainable]()
    try:
        for number in conflict:
            others = [n for n in oracle.every if n != number]
            kept = oracle.grown([n for n in conflict if n != number], others)
            found += _of_rule(oracle, number, kept, alone=len(conflict) == 1)
    except StoppedError:
        pass
    return found


def _of_rule(oracle: FeasibilityOracle, number: int, kept: Sequence[int], *, alone: bool) -> list[Attainable]:
    """Loosen the limits of a rule; of several, those are left out that give way to nothing."""
    rules = [oracle.rules[n] for n in kept]
    names = tuple(oracle.rules[n].name for n in oracle.every if n != number and n not in kept)
    asked = oracle.rules[number].limits(oracle.problem.options)
    lines = [
        Attainable(limit, nearest(oracle, limit, rules), names, nearest(oracle, limit, []) if alone else None)
        for limit in asked
    ]
    return [line for line in lines if line.best is not None] or lines[:1]


def nearest(oracle: FeasibilityOracle, limit: Limit, kept: Sequence[Rule]) -> Nearest | None:
    """Return how near a limit can be met while other rules are kept, and the rest of its own rule.

    Raises
    ------
    StoppedError
    """
    rule, options = limit.rule, oracle.problem.options
    if rungs := rule.ladder(limit, options):
        return lowest_rung(oracle, rungs, lambda value: rule.loosened(limit, value, options), kept)
    found = [_extreme(oracle, limit, side, [*kept, *_some(rest)]) for side, rest in rule.sides(limit).items()]
    return min(
        (near for near in found if near is not None), key=lambda near: abs(near.value - limit.asked), default=None
    )


def lowest_rung(
    oracle: FeasibilityOracle, values: Sequence[float], at: Callable[[float], Rule | None], kept: Sequence[Rule]
) -> Nearest | None:
    """Return the first of the values at which a rule allows a plan, by halving; None where none does.

    Each value must let more plans through than the one before.

    Raises
    ------
    StoppedError
    """
    low, high, plan = 0, len(values) - 1, oracle.plan([*kept, *_some(at(values[-1]))])
    while plan is not None and low < high:
        middle = (low + high) // 2
        found = oracle.plan([*kept, *_some(at(values[middle]))])
        low, high, plan = (middle + 1, high, plan) if found is None else (low, middle, found)
    return None if plan is None else Nearest(values[high], values[high], plan)


def _extreme(oracle: FeasibilityOracle, limit: Limit, side: str, rules: Sequence[Rule]) -> Nearest | None:
    """Take the rule's figure to its limit from one side; None where it cannot be."""
    options = oracle.problem.options
    target = limit.rule.target(limit, options)
    extreme = None if target is None else oracle.extreme_value(target[0], rules, up=side == "at_least")
    if target is None or extreme is None:
        return None
    achieved = limit.rule.reports(options, extreme.open)[0].achieved
    short = (extreme.bound - extreme.value) * target[1]
    whole = max(abs(achieved), abs(limit.asked))  # what is achieved may be 0, the rest rounding
    exact = abs(short) <= oracle.params.gap * whole
    return Nearest(achieved, achieved if exact else achieved + short, extreme.open)


def _some(rule: Rule | None) -> list[Rule]:
    return [] if rule is None else [rule]
